// Generated from openapi.json.


export type ClientOptions = {
    baseUrl: `${string}://${string}` | (string & {});
};

export type AccessEventListResponse = {
    items: Array<AccessEventResponse>;
    /**
     * The whole address of the next page.
     */
    next: string | null;
    /**
     * Send it as `cursor`; null on the last page.
     */
    next_cursor: string | null;
};

export type AccessEventResponse = {
    /**
     * As in a document’s history; `anonymous` before a login, `system` and `cli` on the machine itself.
     */
    actor: string;
    /**
     * Where it came from.
     */
    address: string | null;
    at: string;
    detail: string | null;
    id: number;
    /**
     * Whom or what it is about.
     */
    subject: string;
    what: 'login' | 'login_failed' | 'logout' | 'password_changed' | 'user_created' | 'user_changed' | 'user_deleted' | 'token_created' | 'token_revoked' | 'session_revoked';
};

export type ApiTokenListResponse = {
    items: Array<ApiTokenResponse>;
    /**
     * The whole address of the next page.
     */
    next: string | null;
    /**
     * Send it as `cursor`; null on the last page.
     */
    next_cursor: string | null;
};

export type ApiTokenResponse = {
    created_at: string;
    /**
     * Null: never.
     */
    expires_at: string | null;
    id: number;
    /**
     * To the minute. Null: not yet.
     */
    last_used_at: string | null;
    name: string;
    scopes: Array<'read' | 'write' | 'export' | 'admin'>;
};

export type ApiTokenWithSecretResponse = {
    created_at: string;
    /**
     * Null: never.
     */
    expires_at: string | null;
    id: number;
    /**
     * To the minute. Null: not yet.
     */
    last_used_at: string | null;
    name: string;
    scopes: Array<'read' | 'write' | 'export' | 'admin'>;
    /**
     * The token itself. Only its hash is kept: it is shown this once.
     */
    token: string;
};

export type AttemptResponse = {
    attempt: number;
    duration_ms: number | null;
    error: string | null;
    response_excerpt: string | null;
    started_at: string;
    status_code: number | null;
    worker: string;
};

export type AuditEntryListResponse = {
    items: Array<AuditEntryResponse>;
    /**
     * The whole address of the next page.
     */
    next: string | null;
    /**
     * Send it as `cursor`; null on the last page.
     */
    next_cursor: string | null;
};

export type AuditEntryResponse = {
    actor: string;
    at: string;
    document_id: number | null;
    id: string;
    /**
     * What was done, after the dot.
     */
    kind: string;
    subject: AuditSubjectResponse;
    /**
     * For people; long values are cut.
     */
    summary: string;
};

export type AuditSubjectResponse = {
    /**
     * Null: the service as a whole.
     */
    id: string | null;
    /**
     * `document`, `endpoint`, `delivery`, `replay` or `service`.
     */
    type: string;
};

export type ChangeDocumentsRequest = {
    /**
     * Each document once.
     */
    documents: Array<DocumentChangeRequest>;
};

export type ChangeDocumentsResponse = {
    /**
     * In the order given.
     */
    results: Array<DocumentChangeResultResponse>;
};

export type ChangeOwnPasswordRequest = {
    current_password: string;
    /**
     * Any characters; not the e-mail.
     */
    new_password: string;
};

export type ChangeReplayRequest = {
    state: 'running' | 'paused' | 'cancelled';
};

export type ChangeStatusRequest = {
    reason?: string | null;
    status: 'New' | 'Processing' | 'Needs Review' | 'Missing Info' | 'Ready' | 'Approved' | 'Export' | 'Exception' | 'Archived';
};

export type ChangeUserRequest = {
    /**
     * true: may not sign in, and sessions are over.
     */
    disabled?: boolean;
    email?: string;
    name?: string;
    /**
     * A new one, when the user has forgotten it.
     */
    password?: string;
    role?: 'admin' | 'reviewer' | 'viewer';
};

export type ContactListResponse = {
    items: Array<ContactResponse>;
    /**
     * The whole address of the next page.
     */
    next: string | null;
    /**
     * Send it as `cursor`; null on the last page.
     */
    next_cursor: string | null;
};

export type ContactResponse = {
    created_at: string;
    default_profile_id: number | null;
    email: string | null;
    id: number;
    name: string;
    notes: string | null;
    parent_id: number | null;
    phone: string | null;
    type: 'Client' | 'Vendor' | 'Partner' | 'Internal' | 'Other';
    updated_at: string;
};

export type CreateApiTokenRequest = {
    /**
     * In the future. Without it the token is good until it is deleted.
     */
    expires_at?: string | null;
    /**
     * Appears in the history of what the token changes.
     */
    name: string;
    /**
     * Each stands alone (`write` does not include `read`); `admin` includes them all.
     */
    scopes: Array<'read' | 'write' | 'export' | 'admin'>;
};

export type CreateContactRequest = {
    /**
     * The extraction profile of uploads that name none. `GET /api/profiles` lists them.
     */
    default_profile_id?: number | null;
    email?: string | null;
    name: string;
    notes?: string | null;
    /**
     * The contact that this one belongs to, such as the company of a person.
     */
    parent_id?: number | null;
    phone?: string | null;
    /**
     * null is Other, and so is none in a new contact.
     */
    type?: 'Client' | 'Vendor' | 'Partner' | 'Internal' | 'Other' | null;
};

export type CreateFolderRequest = {
    contact_id: number;
    name: string;
};

export type CreateProfileRequest = {
    description?: string | null;
    /**
     * What is read, each key once. A change replaces the whole list.
     */
    fields: Array<ProfileFieldRequest>;
    /**
     * Which members of line items are read, each once. None: no line items. Members that are not read are empty texts.
     */
    line_item_columns?: Array<LineItemColumnRequest>;
    /**
     * No other profile has it, in any capitals.
     */
    name: string;
};

export type CreateUserRequest = {
    /**
     * Kept in lower case.
     */
    email: string;
    name: string;
    /**
     * Any characters; not the e-mail. Without it the user enters by the identity provider alone.
     */
    password?: string | null;
    /**
     * `viewer` reads; `reviewer` also writes and exports; `admin` may do everything.
     */
    role: 'admin' | 'reviewer' | 'viewer';
};

export type CreateWebhookEndpointRequest = {
    auth?: EndpointAuthRequest;
    description?: string | null;
    /**
     * What is exported while an endpoint is disabled waits for it.
     */
    enabled?: boolean;
    /**
     * The operational events (`endpoint.…`, `delivery.…`) tell about other endpoints only.
     */
    events?: Array<'document.exported' | 'endpoint.failing' | 'endpoint.open' | 'endpoint.recovered' | 'endpoint.disabled' | 'delivery.parked'>;
    /**
     * Sent with every webhook; at most 50, values in ASCII. `host`, `user-agent`, `connection`, `transfer-encoding`, `content-*`, `webhook-*` and `x-recordengine-*` are reserved. Encrypted at rest and never read back. In a change, the whole object is replaced, and a value of `***` leaves what is stored under that name.
     */
    headers?: {
        [key: string]: string;
    };
    /**
     * Requests to it at the same time, over all workers.
     */
    max_in_flight?: number;
    /**
     * Another name for `url`: REST hooks (Zapier, n8n and others) call it so.
     */
    target_url?: string;
    /**
     * http or https, without a user name or password. Redirects are never followed. Required, by this name or as `target_url`.
     */
    url?: string;
};

export type DeliveryDetailResponse = {
    attempts: number;
    /**
     * Oldest first.
     */
    attempts_log: Array<AttemptResponse>;
    created_at: string;
    document_id: number | null;
    endpoint_id: number;
    event: string;
    event_id: string;
    finished_at: string | null;
    id: string;
    next_attempt_at: string | null;
    reason: string | null;
    resend_of: string | null;
    revision: number | null;
    state: 'pending' | 'delivering' | 'delivered' | 'parked' | 'superseded' | 'cancelled';
};

export type DeliveryListResponse = {
    items: Array<DeliveryResponse>;
    /**
     * The whole address of the next page.
     */
    next: string | null;
    /**
     * Send it as `cursor`; null on the last page.
     */
    next_cursor: string | null;
};

export type DeliveryResponse = {
    attempts: number;
    created_at: string;
    document_id: number | null;
    endpoint_id: number;
    event: string;
    event_id: string;
    finished_at: string | null;
    id: string;
    next_attempt_at: string | null;
    reason: string | null;
    resend_of: string | null;
    revision: number | null;
    state: 'pending' | 'delivering' | 'delivered' | 'parked' | 'superseded' | 'cancelled';
};

export type DocumentChangeRequest = {
    /**
     * Only if the document is at this version.
     */
    expected_version?: number;
    /**
     * Replaces the whole value, byte for byte; null clears it to {}.
     */
    external_refs?: {
        [key: string]: unknown;
    } | null;
    id: number;
    reason?: string | null;
    status?: 'New' | 'Processing' | 'Needs Review' | 'Missing Info' | 'Ready' | 'Approved' | 'Export' | 'Exception' | 'Archived';
};

export type DocumentChangeResultResponse = {
    document_id: number;
    ok: boolean;
    problem: {
        code: string;
        detail: string;
    } | null;
    status: 'New' | 'Processing' | 'Needs Review' | 'Missing Info' | 'Ready' | 'Approved' | 'Export' | 'Exception' | 'Archived' | null;
    /**
     * As committed.
     */
    version: number | null;
};

export type DocumentExportsResponse = {
    items: Array<RevisionResponse>;
    /**
     * The whole address of the next page.
     */
    next: string | null;
    /**
     * Send it as `cursor`; null on the last page.
     */
    next_cursor: string | null;
};

export type DocumentListResponse = {
    items: Array<DocumentResponse>;
    /**
     * The whole address of the next page.
     */
    next: string | null;
    /**
     * Send it as `cursor`; null on the last page.
     */
    next_cursor: string | null;
};

export type DocumentResponse = {
    ai_summary: string | null;
    confidence_label: 'High' | 'Good' | 'Low' | 'Poor' | null;
    confidence_reasoning: string | null;
    /**
     * Null before processing.
     */
    confidence_score: number | null;
    contact_id: number;
    contact_name: string;
    created_at: string;
    /**
     * Numbers are kept as IEEE doubles, and whole ones above 2^53 are refused: what must stay exact to its spelling belongs into strings or external_refs.
     */
    custom_fields: {
        [key: string]: unknown;
    };
    doc_date: string | null;
    doc_type: string | null;
    /**
     * Opens the document for a person. Put it on the CRM record.
     */
    doc_url: string;
    /**
     * Older documents with the same content.
     */
    duplicate_of: Array<number>;
    exported_at: string | null;
    /**
     * Byte for byte as it was given; {} when it never was.
     */
    external_refs: {
        [key: string]: unknown;
    };
    extracted_fields: {
        [key: string]: string | null;
    };
    file_url: string;
    filename: string;
    folder_id: number;
    folder_name: string;
    id: number;
    line_items: Array<LineItemResponse>;
    mime_type: string;
    notes: string | null;
    original_filename: string;
    profile_id: number;
    /**
     * 0 before the first export.
     */
    revision: number;
    /**
     * Of the file, lower-case hex.
     */
    sha256: string;
    /**
     * Bytes.
     */
    size: number;
    source: 'API' | 'UI' | 'Email' | 'Hot Folder';
    status: 'New' | 'Processing' | 'Needs Review' | 'Missing Info' | 'Ready' | 'Approved' | 'Export' | 'Exception' | 'Archived';
    status_reason: string | null;
    updated_at: string;
    /**
     * Grows with every change; also the ETag.
     */
    version: number;
};

export type DocumentVersionListResponse = {
    items: Array<DocumentVersionResponse>;
    /**
     * The whole address of the next page.
     */
    next: string | null;
    /**
     * Send it as `cursor`; null on the last page.
     */
    next_cursor: string | null;
};

export type DocumentVersionResponse = {
    ai_summary: string | null;
    confidence_label: 'High' | 'Good' | 'Low' | 'Poor' | null;
    confidence_reasoning: string | null;
    confidence_score: number | null;
    /**
     * Whether it is the file that the document has now.
     */
    current: boolean;
    doc_date: string | null;
    doc_type: string | null;
    document_id: number;
    /**
     * What was found in this file, with the corrections that were made before it was replaced.
     */
    extracted_fields: {
        [key: string]: string | null;
    };
    file_url: string;
    /**
     * As it was uploaded.
     */
    filename: string;
    line_items: Array<LineItemResponse>;
    mime_type: string;
    /**
     * 1, 2, 3… of the document. Not its `version`, which grows with every change.
     */
    number: number;
    /**
     * What it was read for. The profile of an old version may have been deleted since.
     */
    profile_id: number;
    /**
     * Null: it has not been replaced.
     */
    replaced_at: string | null;
    /**
     * Of the file, lower-case hex.
     */
    sha256: string;
    /**
     * Bytes.
     */
    size: number;
    /**
     * Of the document: now, or when this version was replaced.
     */
    status: 'New' | 'Processing' | 'Needs Review' | 'Missing Info' | 'Ready' | 'Approved' | 'Export' | 'Exception' | 'Archived';
    status_reason: string | null;
    uploaded_at: string;
    uploaded_by: string;
};

export type EditDocumentRequest = {
    contact_id?: number;
    /**
     * Replaces the whole value; null clears it to {}. Numbers are kept as IEEE doubles, and whole ones above 2^53 are refused: what must stay exact to its spelling belongs into strings or external_refs.
     */
    custom_fields?: {
        [key: string]: unknown;
    } | null;
    doc_date?: string | null;
    doc_type?: string | null;
    /**
     * Replaces the whole value, byte for byte; null clears it to {}.
     */
    external_refs?: {
        [key: string]: unknown;
    } | null;
    /**
     * Replaces the whole value; null clears it to {}.
     */
    extracted_fields?: {
        [key: string]: string | null;
    } | null;
    filename?: string;
    folder_id?: number;
    /**
     * Replaces all of them; null clears them.
     */
    line_items?: Array<{
        [key: string]: string;
    }> | null;
    notes?: string | null;
};

/**
 * How the service shows who it is, besides the signature. Encrypted at rest and never read back. In a change, a `token` or `value` of `***` leaves what is stored.
 */
export type EndpointAuthRequest = {
    /**
     * For `header`: the header's name.
     */
    name?: string | null;
    /**
     * For `bearer`.
     */
    token?: string | null;
    type: 'none' | 'bearer' | 'header';
    /**
     * For `header`.
     */
    value?: string | null;
};

export type EndpointAuthResponse = {
    name: string | null;
    /**
     * `***` when there is one.
     */
    token: string | null;
    type: 'none' | 'bearer' | 'header';
    /**
     * `***` when there is one.
     */
    value: string | null;
};

export type EventListResponse = {
    items: Array<EventResponse>;
    /**
     * The whole address of the next page, if any.
     */
    next: string | null;
    /**
     * Send it as `after`; the one that was given while there is nothing new.
     */
    next_cursor: string;
};

export type EventResponse = {
    /**
     * The body of the webhook, byte for byte.
     */
    body: {
        [key: string]: unknown;
    };
    created_at: string;
    document_id: number | null;
    event: string;
    event_id: string;
    /**
     * Null until it is in the feed: soon after the commit, about 50 ms while a worker runs. Null again when it is older than RETENTION_DAYS and only kept for an unfinished delivery.
     */
    position: number | null;
    revision: number | null;
};

export type ExportDocumentsRequest = {
    /**
     * Each id once.
     */
    document_ids: Array<number>;
};

export type ExportResultResponse = {
    document_id: number;
    event_id: string | null;
    ok: boolean;
    problem: {
        code: string;
        detail: string;
    } | null;
    revision: number | null;
};

export type ExportResultsResponse = {
    /**
     * In the order of document_ids.
     */
    results: Array<ExportResultResponse>;
};

export type ExportedDocumentResponse = {
    ai_summary: string | null;
    confidence_label: 'High' | 'Good' | 'Low' | 'Poor' | null;
    confidence_reasoning: string | null;
    /**
     * Null before processing.
     */
    confidence_score: number | null;
    contact_id: number;
    contact_name: string;
    created_at: string;
    /**
     * Numbers are kept as IEEE doubles, and whole ones above 2^53 are refused: what must stay exact to its spelling belongs into strings or external_refs.
     */
    custom_fields: {
        [key: string]: unknown;
    };
    doc_date: string | null;
    doc_type: string | null;
    /**
     * Opens the document for a person. Put it on the CRM record.
     */
    doc_url: string;
    /**
     * Older documents with the same content.
     */
    duplicate_of: Array<number>;
    /**
     * The `webhook-id` of the webhooks that this export sends.
     */
    event_id: string;
    exported_at: string | null;
    /**
     * Byte for byte as it was given; {} when it never was.
     */
    external_refs: {
        [key: string]: unknown;
    };
    extracted_fields: {
        [key: string]: string | null;
    };
    file_url: string;
    filename: string;
    folder_id: number;
    folder_name: string;
    id: number;
    line_items: Array<LineItemResponse>;
    mime_type: string;
    notes: string | null;
    original_filename: string;
    profile_id: number;
    /**
     * 0 before the first export.
     */
    revision: number;
    /**
     * Of the file, lower-case hex.
     */
    sha256: string;
    /**
     * Bytes.
     */
    size: number;
    source: 'API' | 'UI' | 'Email' | 'Hot Folder';
    status: 'New' | 'Processing' | 'Needs Review' | 'Missing Info' | 'Ready' | 'Approved' | 'Export' | 'Exception' | 'Archived';
    status_reason: string | null;
    updated_at: string;
    /**
     * Grows with every change; also the ETag.
     */
    version: number;
};

export type FailedCheckResponse = {
    /**
     * See docs/delivery.md. `files_unavailable`: the document store, as this process sees it; what needs no file goes on.
     */
    check: string;
    since: string;
};

export type FolderListResponse = {
    items: Array<FolderResponse>;
    /**
     * The whole address of the next page.
     */
    next: string | null;
    /**
     * Send it as `cursor`; null on the last page.
     */
    next_cursor: string | null;
};

export type FolderResponse = {
    contact_id: number;
    created_at: string;
    id: number;
    name: string;
    updated_at: string;
};

export type HealthResponse = {
    status: 'ok';
};

export type HistoryEntryResponse = {
    /**
     * `delivery_…`: a person did that to the delivery `to`.
     */
    action: 'uploaded' | 'new_version' | 'status' | 'edited' | 'extracted' | 'exported' | 'delivery_resend' | 'delivery_cancel';
    actor: string;
    at: string;
    field: string | null;
    /**
     * The value before, of any type; external_refs byte for byte.
     */
    from: unknown;
    id: number;
    /**
     * The value after.
     */
    to: unknown;
};

export type HistoryResponse = {
    items: Array<HistoryEntryResponse>;
    /**
     * The whole address of the next page.
     */
    next: string | null;
    /**
     * Send it as `cursor`; null on the last page.
     */
    next_cursor: string | null;
};

export type IntakeItemListResponse = {
    items: Array<IntakeItemResponse>;
    /**
     * The whole address of the next page.
     */
    next: string | null;
    /**
     * Send it as `cursor`; null on the last page.
     */
    next_cursor: string | null;
};

export type IntakeItemResponse = {
    attempts: number;
    channel: 'hot_folder' | 'email';
    created_at: string;
    /**
     * Stays when the document is deleted.
     */
    document_id: number | null;
    id: number;
    name: string;
    /**
     * The hot folder, or the mailbox.
     */
    origin: string;
    /**
     * Null when accepted.
     */
    reason: string | null;
    /**
     * `accepted`: it is `document_id`. `failed`: it was refused, and is kept where it came from. `waiting`: it is tried again by itself.
     */
    result: 'waiting' | 'accepted' | 'failed';
    /**
     * Of the content; null while it was never received whole.
     */
    sha256: string | null;
    /**
     * What the channel calls this arrival; the same when it is met again.
     */
    source_key: string;
    updated_at: string;
};

export type LedgerItemResponse = {
    /**
     * What the endpoint was to get: counted from the events and resends, not from the deliveries.
     */
    accepted: number;
    cancelled: number;
    /**
     * A deleted endpoint stays in the ledger.
     */
    deleted: boolean;
    delivered: number;
    delivering: number;
    endpoint_id: number;
    /**
     * Age of the oldest delivery that is pending, delivering or parked.
     */
    oldest_unfinished_seconds: number | null;
    parked: number;
    pending: number;
    superseded: number;
    url: string;
};

export type LineItemColumnRequest = {
    /**
     * What documents call it, too.
     */
    aliases?: Array<string>;
    description?: string | null;
    /**
     * The member of a line item.
     */
    key: 'description' | 'quantity' | 'unit_price' | 'amount';
    /**
     * What documents call it. Upper and lower case, accents and most punctuation do not matter.
     */
    label: string;
};

export type LineItemColumnResponse = {
    aliases: Array<string>;
    description: string | null;
    key: 'description' | 'quantity' | 'unit_price' | 'amount';
    label: string;
};

export type LineItemResponse = {
    amount: string;
    description: string;
    quantity: string;
    unit_price: string;
};

export type LookUpRequest = {
    records: Array<RecordRequest>;
};

export type LookUpResponse = {
    /**
     * In the order given.
     */
    results: Array<LookUpResultResponse>;
};

export type LookUpResultResponse = {
    /**
     * Newest first, at most 100; empty when there is none.
     */
    document_ids: Array<number>;
    /**
     * There are others: `GET /api/documents?external_ref=` lists all.
     */
    has_more: boolean;
    record_id: string;
    system: string;
};

export type MeResponse = {
    /**
     * To be sent as `X-CSRF-Token` with whatever changes something in this session. Null without one.
     */
    csrf_token: string | null;
    scopes: Array<'read' | 'write' | 'export' | 'admin'>;
    /**
     * Null for a user.
     */
    token_name: string | null;
    /**
     * Null for an API token, and for a session that stands for one.
     */
    user?: {
        email: string;
        id: number;
        name: string;
        role: 'admin' | 'reviewer' | 'viewer';
    } | null;
};

export type NewVersionResponse = {
    ai_summary: string | null;
    confidence_label: 'High' | 'Good' | 'Low' | 'Poor' | null;
    confidence_reasoning: string | null;
    /**
     * Null before processing.
     */
    confidence_score: number | null;
    contact_id: number;
    contact_name: string;
    created_at: string;
    /**
     * Numbers are kept as IEEE doubles, and whole ones above 2^53 are refused: what must stay exact to its spelling belongs into strings or external_refs.
     */
    custom_fields: {
        [key: string]: unknown;
    };
    doc_date: string | null;
    doc_type: string | null;
    /**
     * Opens the document for a person. Put it on the CRM record.
     */
    doc_url: string;
    /**
     * Older documents with the same content.
     */
    duplicate_of: Array<number>;
    exported_at: string | null;
    /**
     * Byte for byte as it was given; {} when it never was.
     */
    external_refs: {
        [key: string]: unknown;
    };
    extracted_fields: {
        [key: string]: string | null;
    };
    file_url: string;
    filename: string;
    folder_id: number;
    folder_name: string;
    id: number;
    line_items: Array<LineItemResponse>;
    mime_type: string;
    notes: string | null;
    original_filename: string;
    profile_id: number;
    /**
     * 0 before the first export.
     */
    revision: number;
    /**
     * Of the file, lower-case hex.
     */
    sha256: string;
    /**
     * Bytes.
     */
    size: number;
    source: 'API' | 'UI' | 'Email' | 'Hot Folder';
    status: 'New' | 'Processing' | 'Needs Review' | 'Missing Info' | 'Ready' | 'Approved' | 'Export' | 'Exception' | 'Archived';
    status_reason: string | null;
    updated_at: string;
    /**
     * Grows with every change; also the ETag.
     */
    version: number;
    /**
     * The number of the version that was uploaded.
     */
    version_number: number;
};

export type OfflineModeRequest = {
    enabled: boolean;
};

export type OfflineModeResponse = {
    enabled: boolean;
};

export type OperatorActionListResponse = {
    items: Array<OperatorActionResponse>;
    /**
     * The whole address of the next page.
     */
    next: string | null;
    /**
     * Send it as `cursor`; null on the last page.
     */
    next_cursor: string | null;
};

export type OperatorActionResponse = {
    action: 'resend' | 'cancel' | 'test' | 'replay' | 'replay_running' | 'replay_paused' | 'replay_cancelled' | 'create_endpoint' | 'update_endpoint' | 'enable' | 'disable' | 'rotate_secret' | 'delete_endpoint' | 'offline_mode_on' | 'offline_mode_off';
    actor: string;
    at: string;
    delivery_id: string | null;
    /**
     * More about it, such as the range of a replay. Never a secret.
     */
    detail: {
        [key: string]: unknown;
    };
    endpoint_id: number | null;
    id: number;
    replay_id: number | null;
};

export type ProblemField = {
    message: string;
    /**
     * JSON pointer into the body, or /query/<name>.
     */
    pointer: string;
};

export type ProblemResponse = {
    /**
     * Stable; decide by this.
     */
    code: string;
    detail: string;
    errors: Array<ProblemField>;
    instance: string;
    request_id: string;
    status: number;
    title: string;
    type: string;
};

export type ProfileFieldRequest = {
    /**
     * What documents call it, too.
     */
    aliases?: Array<string>;
    description?: string | null;
    /**
     * The member of `extracted_fields`. The keys of the built-in profiles are read as there, whatever their labels.
     */
    key: string;
    /**
     * What documents call it. Upper and lower case, accents and most punctuation do not matter.
     */
    label: string;
    /**
     * Without it a document is never better than Low.
     */
    required?: boolean;
    /**
     * Every value is a string: a `date` `2026-11-03`, an `amount` `1234.50`, a `number` `2.5`, a `list` `one; two`.
     */
    type: 'text' | 'date' | 'amount' | 'number' | 'list';
};

export type ProfileFieldResponse = {
    aliases: Array<string>;
    description: string | null;
    /**
     * The member of `extracted_fields`.
     */
    key: string;
    label: string;
    required: boolean;
    type: 'text' | 'date' | 'amount' | 'number' | 'list';
};

export type ProfileListResponse = {
    items: Array<ProfileResponse>;
    /**
     * The whole address of the next page.
     */
    next: string | null;
    /**
     * Send it as `cursor`; null on the last page.
     */
    next_cursor: string | null;
};

export type ProfileResponse = {
    /**
     * It can be neither changed nor deleted.
     */
    built_in: boolean;
    created_at: string;
    description: string | null;
    fields: Array<ProfileFieldResponse>;
    id: number;
    line_item_columns: Array<LineItemColumnResponse>;
    name: string;
    updated_at: string;
    /**
     * Also as `ETag`.
     */
    version: number;
};

export type ReadinessResponse = {
    /**
     * What was found, by the self-check in whatever process; the log has the details.
     */
    failed_checks: Array<FailedCheckResponse>;
    /**
     * `degraded`: it serves, but its self-check has found something or the document store is away. Still a 200.
     */
    status: 'ok' | 'degraded';
};

export type RecordRequest = {
    /**
     * Its `record_id`: a text, or a number as it is spelled.
     */
    record_id: string;
    /**
     * The name of a member of external_refs.
     */
    system: string;
};

export type ReplayListResponse = {
    items: Array<ReplayResponse>;
    /**
     * The whole address of the next page.
     */
    next: string | null;
    /**
     * Send it as `cursor`; null on the last page.
     */
    next_cursor: string | null;
};

export type ReplayResponse = {
    created_at: string;
    /**
     * How many of these it has worked through. Their deliveries go out by themselves.
     */
    done: number;
    endpoint_id: number;
    finished_at: string | null;
    id: number;
    include_missing: boolean;
    since: string;
    state: 'running' | 'paused' | 'cancelled' | 'done';
    states: Array<'delivered' | 'parked' | 'superseded' | 'cancelled'>;
    /**
     * Events that it is about: counted when it was asked for, and again when it is done.
     */
    total: number;
    until: string;
};

export type ReprocessRequest = {
    /**
     * The extraction profile to read it with; null or absent: the one it has.
     */
    profile_id?: number | null;
};

export type RevisionDeliveryResponse = {
    attempts: number;
    endpoint_id: number;
    finished_at: string | null;
    id: string;
    next_attempt_at: string | null;
    reason: string | null;
    state: 'pending' | 'delivering' | 'delivered' | 'parked' | 'superseded' | 'cancelled';
};

export type RevisionResponse = {
    deliveries: Array<RevisionDeliveryResponse>;
    event_id: string;
    exported_at: string;
    revision: number;
};

export type RotateSecretRequest = {
    /**
     * For how long the old secret signs too; with 0 it stops at once.
     */
    overlap_seconds?: number;
};

export type SessionListResponse = {
    items: Array<SessionResponse>;
    /**
     * The whole address of the next page.
     */
    next: string | null;
    /**
     * Send it as `cursor`; null on the last page.
     */
    next_cursor: string | null;
};

export type SessionResponse = {
    /**
     * Where the login came from.
     */
    address: string;
    created_at: string;
    /**
     * Whether it is the one of this request.
     */
    current: boolean;
    /**
     * When it ends at the latest.
     */
    expires_at: string;
    id: string;
    /**
     * To the minute.
     */
    last_used_at: string;
    user_agent: string;
};

export type StartReplayRequest = {
    /**
     * Also events of documents that the endpoint subscribes to and never had a delivery of, such as those from before it existed.
     */
    include_missing?: boolean;
    /**
     * Events made from then on. Inclusive.
     */
    since: string;
    /**
     * Events that have a delivery of this endpoint in one of these states.
     */
    states?: Array<'delivered' | 'parked' | 'superseded' | 'cancelled'>;
    /**
     * Exclusive. Absent, null, or in the future: now.
     */
    until?: string | null;
};

export type TestWebhookResponse = {
    /**
     * Until the response headers, or the failure.
     */
    duration_ms: number;
    /**
     * `<class>: <words>`, with the classes timeout, dns, tls, refused, reset, unreachable, address_refused, proxy, http.
     */
    error: string | null;
    /**
     * Whether it was answered with 2xx in time.
     */
    ok: boolean;
    /**
     * The first 4 KiB of the answer.
     */
    response_excerpt: string | null;
    /**
     * Null without an answer.
     */
    status_code: number | null;
};

export type UpdateContactRequest = {
    /**
     * The extraction profile of uploads that name none. `GET /api/profiles` lists them.
     */
    default_profile_id?: number | null;
    email?: string | null;
    name?: string;
    notes?: string | null;
    /**
     * The contact that this one belongs to, such as the company of a person.
     */
    parent_id?: number | null;
    phone?: string | null;
    /**
     * null is Other, and so is none in a new contact.
     */
    type?: 'Client' | 'Vendor' | 'Partner' | 'Internal' | 'Other' | null;
};

export type UpdateFolderRequest = {
    name?: string;
};

export type UpdateProfileRequest = {
    description?: string | null;
    /**
     * What is read, each key once. A change replaces the whole list.
     */
    fields?: Array<ProfileFieldRequest>;
    /**
     * Which members of line items are read, each once. None: no line items. Members that are not read are empty texts.
     */
    line_item_columns?: Array<LineItemColumnRequest>;
    /**
     * No other profile has it, in any capitals.
     */
    name?: string;
};

export type UpdateWebhookEndpointRequest = {
    auth?: EndpointAuthRequest;
    description?: string | null;
    /**
     * What is exported while an endpoint is disabled waits for it.
     */
    enabled?: boolean;
    /**
     * The operational events (`endpoint.…`, `delivery.…`) tell about other endpoints only.
     */
    events?: Array<'document.exported' | 'endpoint.failing' | 'endpoint.open' | 'endpoint.recovered' | 'endpoint.disabled' | 'delivery.parked'>;
    /**
     * Sent with every webhook; at most 50, values in ASCII. `host`, `user-agent`, `connection`, `transfer-encoding`, `content-*`, `webhook-*` and `x-recordengine-*` are reserved. Encrypted at rest and never read back. In a change, the whole object is replaced, and a value of `***` leaves what is stored under that name.
     */
    headers?: {
        [key: string]: string;
    };
    /**
     * Requests to it at the same time, over all workers.
     */
    max_in_flight?: number;
    /**
     * Another name for `url`: REST hooks (Zapier, n8n and others) call it so.
     */
    target_url?: string;
    /**
     * http or https, without a user name or password. Redirects are never followed. Required, by this name or as `target_url`.
     */
    url?: string;
};

export type UploadRequest = {
    contact_id: number;
    /**
     * The file in standard base64, padded or not; white space does not count. Not a data: URL, nor the URL-safe alphabet.
     */
    content_base64: string;
    /**
     * Kept byte for byte, from { to }.
     */
    external_refs?: {
        [key: string]: unknown;
    } | null;
    filename: string;
    folder_id: number;
    notes?: string | null;
    /**
     * What it is read for (`GET /api/profiles`). Default: the contact's, else 1.
     */
    profile_id?: number | null;
};

export type UploadVersionRequest = {
    /**
     * The file in standard base64, padded or not; white space does not count. Not a data: URL, nor the URL-safe alphabet.
     */
    content_base64: string;
    filename: string;
    /**
     * The extraction profile to read it with; null or absent: the one that the document has.
     */
    profile_id?: number | null;
};

export type UserListResponse = {
    items: Array<UserResponse>;
    /**
     * The whole address of the next page.
     */
    next: string | null;
    /**
     * Send it as `cursor`; null on the last page.
     */
    next_cursor: string | null;
};

export type UserResponse = {
    created_at: string;
    /**
     * Whether it may not sign in.
     */
    disabled: boolean;
    email: string;
    id: number;
    /**
     * Null: not yet.
     */
    last_login_at: string | null;
    name: string;
    role: 'admin' | 'reviewer' | 'viewer';
    updated_at: string;
};

export type WebhookEndpointListResponse = {
    items: Array<WebhookEndpointResponse>;
    /**
     * The whole address of the next page.
     */
    next: string | null;
    /**
     * Send it as `cursor`; null on the last page.
     */
    next_cursor: string | null;
};

export type WebhookEndpointResponse = {
    auth: EndpointAuthResponse;
    /**
     * Deliveries that wait or are on their way.
     */
    backlog: number;
    consecutive_failures: number;
    created_at: string;
    description: string | null;
    enabled: boolean;
    events: Array<'document.exported' | 'endpoint.failing' | 'endpoint.open' | 'endpoint.recovered' | 'endpoint.disabled' | 'delivery.parked'>;
    /**
     * The names; values are never shown.
     */
    headers: {
        [key: string]: string;
    };
    id: number;
    max_in_flight: number;
    next_probe_at: string | null;
    /**
     * When the oldest of them was created.
     */
    oldest_pending_at: string | null;
    state: 'healthy' | 'failing' | 'open' | 'paused' | 'disabled';
    state_reason: string | null;
    updated_at: string;
    url: string;
};

export type WebhookEndpointWithSecretResponse = {
    auth: EndpointAuthResponse;
    /**
     * Deliveries that wait or are on their way.
     */
    backlog: number;
    consecutive_failures: number;
    created_at: string;
    description: string | null;
    enabled: boolean;
    events: Array<'document.exported' | 'endpoint.failing' | 'endpoint.open' | 'endpoint.recovered' | 'endpoint.disabled' | 'delivery.parked'>;
    /**
     * The names; values are never shown.
     */
    headers: {
        [key: string]: string;
    };
    id: number;
    max_in_flight: number;
    next_probe_at: string | null;
    /**
     * When the oldest of them was created.
     */
    oldest_pending_at: string | null;
    /**
     * Verifies the signatures (Standard Webhooks). Shown this once.
     */
    secret: string;
    state: 'healthy' | 'failing' | 'open' | 'paused' | 'disabled';
    state_reason: string | null;
    updated_at: string;
    url: string;
};

export type WebhookLedgerResponse = {
    /**
     * Whether the `accepted` of every endpoint is the sum of its states. False: something is lost.
     */
    balanced: boolean;
    /**
     * Events that no endpoint had subscribed to.
     */
    events_without_endpoint: number;
    /**
     * Newest endpoint first.
     */
    items: Array<LedgerItemResponse>;
};

export type ListAccessEventsData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        /**
         * `next_cursor` of the page before.
         */
        cursor?: string;
        what?: 'login' | 'login_failed' | 'logout' | 'password_changed' | 'user_created' | 'user_changed' | 'user_deleted' | 'token_created' | 'token_revoked' | 'session_revoked';
    };
    url: '/api/access-events';
};

export type ListAccessEventsErrors = {
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * A parameter is not valid.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ListAccessEventsError = ListAccessEventsErrors[keyof ListAccessEventsErrors];

export type ListAccessEventsResponses = {
    200: AccessEventListResponse;
};

export type ListAccessEventsResponse = ListAccessEventsResponses[keyof ListAccessEventsResponses];

export type ListAuditEntriesData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        /**
         * `next_cursor` of the page before.
         */
        cursor?: string;
        /**
         * Whole, as in `actor`. For a part of it take `q`.
         */
        actor?: string;
        document_id?: number;
        /**
         * `document.status`, or what is before the dot: `document`, `webhook`.
         */
        kind?: string;
        /**
         * Inclusive.
         */
        since?: string;
        /**
         * Exclusive.
         */
        until?: string;
        /**
         * Occurs in the actor or the summary, in upper or lower case.
         */
        q?: string;
    };
    url: '/api/audit';
};

export type ListAuditEntriesErrors = {
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * A parameter is not valid.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ListAuditEntriesError = ListAuditEntriesErrors[keyof ListAuditEntriesErrors];

export type ListAuditEntriesResponses = {
    200: AuditEntryListResponse;
};

export type ListAuditEntriesResponse = ListAuditEntriesResponses[keyof ListAuditEntriesResponses];

export type ListContactsData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        /**
         * `next_cursor` of the page before.
         */
        cursor?: string;
        /**
         * Occurs in the name, email, phone or notes, in upper or lower case: `q=acme`.
         */
        q?: string;
        /**
         * Is the whole name, in upper or lower case: `name=Acme%20Corporation`.
         */
        name?: string;
        /**
         * Is the whole address, in upper or lower case: `email=billing@acme.example`.
         */
        email?: string;
        type?: 'Client' | 'Vendor' | 'Partner' | 'Internal' | 'Other';
        /**
         * The contacts that belong to this one: `parent_id=5`.
         */
        parent_id?: number;
        /**
         * The contacts whose uploads are read with this profile: `default_profile_id=2`.
         */
        default_profile_id?: number;
    };
    url: '/api/contacts';
};

export type ListContactsErrors = {
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * A parameter is not valid; `invalid_cursor`.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ListContactsError = ListContactsErrors[keyof ListContactsErrors];

export type ListContactsResponses = {
    200: ContactListResponse;
};

export type ListContactsResponse = ListContactsResponses[keyof ListContactsResponses];

export type CreateContactData = {
    body: CreateContactRequest;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/contacts';
};

export type CreateContactErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `write`.
     */
    403: ProblemResponse;
    /**
     * A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * A member is not valid; `unknown_contact` (the parent), `unknown_profile`.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type CreateContactError = CreateContactErrors[keyof CreateContactErrors];

export type CreateContactResponses = {
    201: ContactResponse;
};

export type CreateContactResponse = CreateContactResponses[keyof CreateContactResponses];

export type DeleteContactData = {
    body?: never;
    path: {
        id: number;
    };
    query?: never;
    url: '/api/contacts/{id}';
};

export type DeleteContactErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `write`.
     */
    403: ProblemResponse;
    /**
     * There is no such contact.
     */
    404: ProblemResponse;
    /**
     * `contact_holds_documents` or `contact_has_children`: delete them or move them first. `built_in`: System stays.
     */
    409: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type DeleteContactError = DeleteContactErrors[keyof DeleteContactErrors];

export type DeleteContactResponses = {
    204: void;
};

export type DeleteContactResponse = DeleteContactResponses[keyof DeleteContactResponses];

export type GetContactData = {
    body?: never;
    path: {
        id: number;
    };
    query?: never;
    url: '/api/contacts/{id}';
};

export type GetContactErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * There is no such contact.
     */
    404: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetContactError = GetContactErrors[keyof GetContactErrors];

export type GetContactResponses = {
    200: ContactResponse;
};

export type GetContactResponse = GetContactResponses[keyof GetContactResponses];

export type UpdateContactData = {
    body: UpdateContactRequest;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: number;
    };
    query?: never;
    url: '/api/contacts/{id}';
};

export type UpdateContactErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `write`.
     */
    403: ProblemResponse;
    /**
     * There is no such contact.
     */
    404: ProblemResponse;
    /**
     * `built_in`: it keeps its name. A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * A member is not valid; `unknown_contact` (the parent), `unknown_profile`; `parent_cycle`: the parent is the contact itself or belongs to it.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type UpdateContactError = UpdateContactErrors[keyof UpdateContactErrors];

export type UpdateContactResponses = {
    200: ContactResponse;
};

export type UpdateContactResponse = UpdateContactResponses[keyof UpdateContactResponses];

export type ListDocumentsData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        /**
         * `next_cursor` of the page before.
         */
        cursor?: string;
        /**
         * Full text over names, doc_type, notes, ai_summary, the values of the fields and line items, and the text of the file. Every word must occur. A word also matches as the beginning of a longer one, but one of only one or two ASCII letters or digits does not. `"Words in quotes"` are whole and stand together. Words are letters and digits; accents and case do not count: `muller 2024` finds "Müller INV-2024/0042". Without a word in it nothing is found. Of a very large file the first 600,000 characters and some 40,000 different words are known, of the other members together 300,000 characters; words in quotes are looked for among the first 16,000 words.
         */
        q?: string;
        /**
         * Repeat it for several.
         */
        status?: Array<'New' | 'Processing' | 'Needs Review' | 'Missing Info' | 'Ready' | 'Approved' | 'Export' | 'Exception' | 'Archived'>;
        contact_id?: number;
        folder_id?: number;
        profile_id?: number;
        source?: 'API' | 'UI' | 'Email' | 'Hot Folder';
        /**
         * Inclusive.
         */
        created_after?: string;
        /**
         * Exclusive.
         */
        created_before?: string;
        /**
         * Inclusive.
         */
        updated_after?: string;
        /**
         * A record elsewhere, as `system:record_id`, split at the first colon: documents whose `external_refs.<system>.record_id` is exactly that, a text or a number as it is spelled. Repeat it for several; a document of any of them is listed.
         */
        external_ref?: Array<string>;
        /**
         * For systems with a colon in their name; without `external_ref_id`, whatever the record is.
         */
        external_ref_system?: string;
        /**
         * The record id at `external_ref_system`.
         */
        external_ref_id?: string;
        /**
         * The oldest change first; without it, newest first.
         */
        sort?: 'updated_at';
    };
    url: '/api/documents';
};

export type ListDocumentsErrors = {
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ListDocumentsError = ListDocumentsErrors[keyof ListDocumentsErrors];

export type ListDocumentsResponses = {
    200: DocumentListResponse;
};

export type ListDocumentsResponse = ListDocumentsResponses[keyof ListDocumentsResponses];

export type ChangeDocumentsData = {
    body: ChangeDocumentsRequest;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/documents/bulk';
};

export type ChangeDocumentsErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `write`.
     */
    403: ProblemResponse;
    /**
     * A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ChangeDocumentsError = ChangeDocumentsErrors[keyof ChangeDocumentsErrors];

export type ChangeDocumentsResponses = {
    200: ChangeDocumentsResponse;
};

export type ChangeDocumentsResponse2 = ChangeDocumentsResponses[keyof ChangeDocumentsResponses];

export type ListDocumentsByChecksumData = {
    body?: never;
    path: {
        /**
         * Of the file, 64 hex digits.
         */
        sha256: string;
    };
    query?: {
        limit?: number;
        /**
         * `next_cursor` of the page before.
         */
        cursor?: string;
    };
    url: '/api/documents/by-checksum/{sha256}';
};

export type ListDocumentsByChecksumErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ListDocumentsByChecksumError = ListDocumentsByChecksumErrors[keyof ListDocumentsByChecksumErrors];

export type ListDocumentsByChecksumResponses = {
    200: DocumentListResponse;
};

export type ListDocumentsByChecksumResponse = ListDocumentsByChecksumResponses[keyof ListDocumentsByChecksumResponses];

export type LookUpDocumentsData = {
    body: LookUpRequest;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/documents/lookup';
};

export type LookUpDocumentsErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type LookUpDocumentsError = LookUpDocumentsErrors[keyof LookUpDocumentsErrors];

export type LookUpDocumentsResponses = {
    200: LookUpResponse;
};

export type LookUpDocumentsResponse = LookUpDocumentsResponses[keyof LookUpDocumentsResponses];

export type UploadDocumentData = {
    body: UploadRequest;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/documents/upload';
};

export type UploadDocumentErrors = {
    /**
     * Not readable, or no file.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `write`.
     */
    403: ProblemResponse;
    /**
     * A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * The file or a field is too large.
     */
    413: ProblemResponse;
    /**
     * Neither multipart/form-data nor application/json.
     */
    415: ProblemResponse;
    /**
     * An empty file, content that is not base64, or a member was refused.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type UploadDocumentError = UploadDocumentErrors[keyof UploadDocumentErrors];

export type UploadDocumentResponses = {
    201: DocumentResponse;
};

export type UploadDocumentResponse = UploadDocumentResponses[keyof UploadDocumentResponses];

export type DeleteDocumentData = {
    body?: never;
    headers?: {
        /**
         * The ETag of the version you have seen, such as `"3"`.
         */
        'If-Match'?: string;
    };
    path: {
        id: number;
    };
    query?: {
        /**
         * Instead of If-Match.
         */
        expected_version?: number;
    };
    url: '/api/documents/{id}';
};

export type DeleteDocumentErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `write`.
     */
    403: ProblemResponse;
    /**
     * There is no such document.
     */
    404: ProblemResponse;
    /**
     * It has changed since `If-Match` or `expected_version`.
     */
    412: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type DeleteDocumentError = DeleteDocumentErrors[keyof DeleteDocumentErrors];

export type DeleteDocumentResponses = {
    /**
     * It is gone.
     */
    204: void;
};

export type DeleteDocumentResponse = DeleteDocumentResponses[keyof DeleteDocumentResponses];

export type GetDocumentData = {
    body?: never;
    path: {
        id: number;
    };
    query?: never;
    url: '/api/documents/{id}';
};

export type GetDocumentErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * There is no such document.
     */
    404: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetDocumentError = GetDocumentErrors[keyof GetDocumentErrors];

export type GetDocumentResponses = {
    200: DocumentResponse;
};

export type GetDocumentResponse = GetDocumentResponses[keyof GetDocumentResponses];

export type EditDocumentData = {
    body: EditDocumentRequest;
    headers?: {
        /**
         * The ETag of the version you have seen, such as `"3"`.
         */
        'If-Match'?: string;
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: number;
    };
    query?: {
        /**
         * Instead of If-Match.
         */
        expected_version?: number;
    };
    url: '/api/documents/{id}';
};

export type EditDocumentErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `write`.
     */
    403: ProblemResponse;
    /**
     * There is no such document.
     */
    404: ProblemResponse;
    /**
     * Its status does not allow it. A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * It has changed since `If-Match` or `expected_version`.
     */
    412: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type EditDocumentError = EditDocumentErrors[keyof EditDocumentErrors];

export type EditDocumentResponses = {
    200: DocumentResponse;
};

export type EditDocumentResponse = EditDocumentResponses[keyof EditDocumentResponses];

export type ExportDocumentData = {
    body?: never;
    headers?: {
        /**
         * The ETag of the version you have seen, such as `"3"`.
         */
        'If-Match'?: string;
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: number;
    };
    query?: {
        /**
         * Instead of If-Match.
         */
        expected_version?: number;
    };
    url: '/api/documents/{id}/export';
};

export type ExportDocumentErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `export`.
     */
    403: ProblemResponse;
    /**
     * There is no such document.
     */
    404: ProblemResponse;
    /**
     * Its status does not allow it. A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * It has changed since `If-Match` or `expected_version`.
     */
    412: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ExportDocumentError = ExportDocumentErrors[keyof ExportDocumentErrors];

export type ExportDocumentResponses = {
    200: ExportedDocumentResponse;
};

export type ExportDocumentResponse = ExportDocumentResponses[keyof ExportDocumentResponses];

export type ListDocumentExportsData = {
    body?: never;
    path: {
        id: number;
    };
    query?: {
        limit?: number;
        /**
         * `next_cursor` of the page before.
         */
        cursor?: string;
    };
    url: '/api/documents/{id}/exports';
};

export type ListDocumentExportsErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * There is no such document.
     */
    404: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ListDocumentExportsError = ListDocumentExportsErrors[keyof ListDocumentExportsErrors];

export type ListDocumentExportsResponses = {
    200: DocumentExportsResponse;
};

export type ListDocumentExportsResponse = ListDocumentExportsResponses[keyof ListDocumentExportsResponses];

export type ClearExternalRefsData = {
    body?: never;
    headers?: {
        /**
         * The ETag of the refs you have seen.
         */
        'If-Match'?: string;
    };
    path: {
        id: number;
    };
    query?: {
        /**
         * The document's version.
         */
        expected_version?: number;
    };
    url: '/api/documents/{id}/external_refs';
};

export type ClearExternalRefsErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `write`.
     */
    403: ProblemResponse;
    /**
     * There is no such document.
     */
    404: ProblemResponse;
    /**
     * They have changed since.
     */
    412: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ClearExternalRefsError = ClearExternalRefsErrors[keyof ClearExternalRefsErrors];

export type ClearExternalRefsResponses = {
    204: void;
};

export type ClearExternalRefsResponse = ClearExternalRefsResponses[keyof ClearExternalRefsResponses];

export type GetExternalRefsData = {
    body?: never;
    path: {
        id: number;
    };
    query?: never;
    url: '/api/documents/{id}/external_refs';
};

export type GetExternalRefsErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * There is no such document.
     */
    404: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetExternalRefsError = GetExternalRefsErrors[keyof GetExternalRefsErrors];

export type GetExternalRefsResponses = {
    200: {
        [key: string]: unknown;
    };
};

export type GetExternalRefsResponse = GetExternalRefsResponses[keyof GetExternalRefsResponses];

export type MergeExternalRefsData = {
    body: {
        [key: string]: unknown;
    };
    headers?: {
        /**
         * The ETag of the refs you have seen.
         */
        'If-Match'?: string;
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: number;
    };
    query?: {
        /**
         * The document's version.
         */
        expected_version?: number;
    };
    url: '/api/documents/{id}/external_refs';
};

export type MergeExternalRefsErrors = {
    /**
     * Not well-formed JSON, or not UTF-8.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `write`.
     */
    403: ProblemResponse;
    /**
     * There is no such document.
     */
    404: ProblemResponse;
    /**
     * A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * They have changed since.
     */
    412: ProblemResponse;
    /**
     * external_refs would have more than 65,536 bytes.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * Not an object, or deeper than 64 levels.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type MergeExternalRefsError = MergeExternalRefsErrors[keyof MergeExternalRefsErrors];

export type MergeExternalRefsResponses = {
    200: {
        [key: string]: unknown;
    };
};

export type MergeExternalRefsResponse = MergeExternalRefsResponses[keyof MergeExternalRefsResponses];

export type ReplaceExternalRefsData = {
    body: {
        [key: string]: unknown;
    };
    headers?: {
        /**
         * The ETag of the refs you have seen.
         */
        'If-Match'?: string;
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: number;
    };
    query?: {
        /**
         * The document's version.
         */
        expected_version?: number;
    };
    url: '/api/documents/{id}/external_refs';
};

export type ReplaceExternalRefsErrors = {
    /**
     * Not well-formed JSON, or not UTF-8.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `write`.
     */
    403: ProblemResponse;
    /**
     * There is no such document.
     */
    404: ProblemResponse;
    /**
     * A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * They have changed since.
     */
    412: ProblemResponse;
    /**
     * external_refs would have more than 65,536 bytes.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * Not an object, or deeper than 64 levels.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ReplaceExternalRefsError = ReplaceExternalRefsErrors[keyof ReplaceExternalRefsErrors];

export type ReplaceExternalRefsResponses = {
    200: {
        [key: string]: unknown;
    };
};

export type ReplaceExternalRefsResponse = ReplaceExternalRefsResponses[keyof ReplaceExternalRefsResponses];

export type RemoveExternalRefData = {
    body?: never;
    headers?: {
        /**
         * The ETag of the value you have seen.
         */
        'If-Match'?: string;
    };
    path: {
        id: number;
        /**
         * The name of a member at the top of external_refs, percent-encoded.
         */
        system: string;
    };
    query?: {
        /**
         * The document's version.
         */
        expected_version?: number;
    };
    url: '/api/documents/{id}/external_refs/{system}';
};

export type RemoveExternalRefErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `write`.
     */
    403: ProblemResponse;
    /**
     * There is no such document.
     */
    404: ProblemResponse;
    /**
     * They have changed since.
     */
    412: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type RemoveExternalRefError = RemoveExternalRefErrors[keyof RemoveExternalRefErrors];

export type RemoveExternalRefResponses = {
    204: void;
};

export type RemoveExternalRefResponse = RemoveExternalRefResponses[keyof RemoveExternalRefResponses];

export type GetExternalRefData = {
    body?: never;
    path: {
        id: number;
        /**
         * The name of a member at the top of external_refs, percent-encoded.
         */
        system: string;
    };
    query?: never;
    url: '/api/documents/{id}/external_refs/{system}';
};

export type GetExternalRefErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * There is no such document, or it has no such member.
     */
    404: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetExternalRefError = GetExternalRefErrors[keyof GetExternalRefErrors];

export type GetExternalRefResponses = {
    200: unknown;
};

export type ReplaceExternalRefData = {
    body: unknown;
    headers?: {
        /**
         * The ETag of the value you have seen.
         */
        'If-Match'?: string;
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: number;
        /**
         * The name of a member at the top of external_refs, percent-encoded.
         */
        system: string;
    };
    query?: {
        /**
         * The document's version.
         */
        expected_version?: number;
    };
    url: '/api/documents/{id}/external_refs/{system}';
};

export type ReplaceExternalRefErrors = {
    /**
     * Not well-formed JSON, or not UTF-8.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `write`.
     */
    403: ProblemResponse;
    /**
     * There is no such document.
     */
    404: ProblemResponse;
    /**
     * A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * They have changed since.
     */
    412: ProblemResponse;
    /**
     * external_refs would have more than 65,536 bytes.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * external_refs would be deeper than 64 levels.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ReplaceExternalRefError = ReplaceExternalRefErrors[keyof ReplaceExternalRefErrors];

export type ReplaceExternalRefResponses = {
    200: unknown;
};

export type GetDocumentFileData = {
    body?: never;
    headers?: {
        /**
         * One byte range, such as `bytes=0-1023`.
         */
        Range?: string;
    };
    path: {
        id: number;
    };
    query?: never;
    url: '/api/documents/{id}/file';
};

export type GetDocumentFileErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * There is no such document.
     */
    404: ProblemResponse;
    /**
     * The range lies outside the file.
     */
    416: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetDocumentFileError = GetDocumentFileErrors[keyof GetDocumentFileErrors];

export type GetDocumentFileResponses = {
    /**
     * The file, in its own type.
     */
    200: Blob | File;
    /**
     * The part that was asked for.
     */
    206: Blob | File;
};

export type GetDocumentFileResponse = GetDocumentFileResponses[keyof GetDocumentFileResponses];

export type GetDocumentHistoryData = {
    body?: never;
    path: {
        id: number;
    };
    query?: {
        limit?: number;
        /**
         * `next_cursor` of the page before.
         */
        cursor?: string;
    };
    url: '/api/documents/{id}/history';
};

export type GetDocumentHistoryErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * There is no such document.
     */
    404: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetDocumentHistoryError = GetDocumentHistoryErrors[keyof GetDocumentHistoryErrors];

export type GetDocumentHistoryResponses = {
    200: HistoryResponse;
};

export type GetDocumentHistoryResponse = GetDocumentHistoryResponses[keyof GetDocumentHistoryResponses];

export type ReprocessDocumentData = {
    body?: ReprocessRequest;
    headers?: {
        /**
         * The ETag of the version you have seen, such as `"3"`.
         */
        'If-Match'?: string;
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: number;
    };
    query?: {
        /**
         * Instead of If-Match.
         */
        expected_version?: number;
    };
    url: '/api/documents/{id}/reprocess';
};

export type ReprocessDocumentErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `write`.
     */
    403: ProblemResponse;
    /**
     * There is no such document.
     */
    404: ProblemResponse;
    /**
     * Its status does not allow it. A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * It has changed since `If-Match` or `expected_version`.
     */
    412: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ReprocessDocumentError = ReprocessDocumentErrors[keyof ReprocessDocumentErrors];

export type ReprocessDocumentResponses = {
    200: DocumentResponse;
};

export type ReprocessDocumentResponse = ReprocessDocumentResponses[keyof ReprocessDocumentResponses];

export type SetDocumentStatusData = {
    body: ChangeStatusRequest;
    headers?: {
        /**
         * The ETag of the version you have seen, such as `"3"`.
         */
        'If-Match'?: string;
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: number;
    };
    query?: {
        /**
         * Instead of If-Match.
         */
        expected_version?: number;
    };
    url: '/api/documents/{id}/status';
};

export type SetDocumentStatusErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `write`.
     */
    403: ProblemResponse;
    /**
     * There is no such document.
     */
    404: ProblemResponse;
    /**
     * Not from its present status; names the allowed ones. A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * It has changed since `If-Match` or `expected_version`.
     */
    412: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type SetDocumentStatusError = SetDocumentStatusErrors[keyof SetDocumentStatusErrors];

export type SetDocumentStatusResponses = {
    200: DocumentResponse;
};

export type SetDocumentStatusResponse = SetDocumentStatusResponses[keyof SetDocumentStatusResponses];

export type GetDocumentTextData = {
    body?: never;
    path: {
        id: number;
    };
    query?: never;
    url: '/api/documents/{id}/text';
};

export type GetDocumentTextErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * There is no such document, or no text of it: not yet, or it could not be read.
     */
    404: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetDocumentTextError = GetDocumentTextErrors[keyof GetDocumentTextErrors];

export type GetDocumentTextResponses = {
    /**
     * The text, as UTF-8.
     */
    200: string;
};

export type GetDocumentTextResponse = GetDocumentTextResponses[keyof GetDocumentTextResponses];

export type ListDocumentVersionsData = {
    body?: never;
    path: {
        id: number;
    };
    query?: {
        limit?: number;
        /**
         * `next_cursor` of the page before.
         */
        cursor?: string;
    };
    url: '/api/documents/{id}/versions';
};

export type ListDocumentVersionsErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * There is no such document.
     */
    404: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ListDocumentVersionsError = ListDocumentVersionsErrors[keyof ListDocumentVersionsErrors];

export type ListDocumentVersionsResponses = {
    200: DocumentVersionListResponse;
};

export type ListDocumentVersionsResponse = ListDocumentVersionsResponses[keyof ListDocumentVersionsResponses];

export type UploadDocumentVersionData = {
    body: UploadVersionRequest;
    headers?: {
        /**
         * The ETag of the version you have seen, such as `"3"`.
         */
        'If-Match'?: string;
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: number;
    };
    query?: {
        /**
         * Instead of If-Match.
         */
        expected_version?: number;
    };
    url: '/api/documents/{id}/versions';
};

export type UploadDocumentVersionErrors = {
    /**
     * Not readable, or no file.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `write`.
     */
    403: ProblemResponse;
    /**
     * There is no such document.
     */
    404: ProblemResponse;
    /**
     * The document is Approved, Export or Archived (`document_locked`). A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * It has changed since `If-Match` or `expected_version`.
     */
    412: ProblemResponse;
    /**
     * The file or a field is too large.
     */
    413: ProblemResponse;
    /**
     * Neither multipart/form-data nor application/json.
     */
    415: ProblemResponse;
    /**
     * An empty file, content that is not base64, or a member was refused.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type UploadDocumentVersionError = UploadDocumentVersionErrors[keyof UploadDocumentVersionErrors];

export type UploadDocumentVersionResponses = {
    /**
     * The document, and the number of its new version.
     */
    201: NewVersionResponse;
};

export type UploadDocumentVersionResponse = UploadDocumentVersionResponses[keyof UploadDocumentVersionResponses];

export type GetDocumentVersionData = {
    body?: never;
    path: {
        id: number;
        /**
         * Of the version: 1, 2, 3…
         */
        number: number;
    };
    query?: never;
    url: '/api/documents/{id}/versions/{number}';
};

export type GetDocumentVersionErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * There is no such document, or no such version of it.
     */
    404: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetDocumentVersionError = GetDocumentVersionErrors[keyof GetDocumentVersionErrors];

export type GetDocumentVersionResponses = {
    200: DocumentVersionResponse;
};

export type GetDocumentVersionResponse = GetDocumentVersionResponses[keyof GetDocumentVersionResponses];

export type GetDocumentVersionFileData = {
    body?: never;
    headers?: {
        /**
         * One byte range, such as `bytes=0-1023`.
         */
        Range?: string;
    };
    path: {
        id: number;
        /**
         * Of the version: 1, 2, 3…
         */
        number: number;
    };
    query?: never;
    url: '/api/documents/{id}/versions/{number}/file';
};

export type GetDocumentVersionFileErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * There is no such document, or no such version of it.
     */
    404: ProblemResponse;
    /**
     * The range lies outside the file.
     */
    416: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetDocumentVersionFileError = GetDocumentVersionFileErrors[keyof GetDocumentVersionFileErrors];

export type GetDocumentVersionFileResponses = {
    /**
     * The file, in its own type.
     */
    200: Blob | File;
    /**
     * The part that was asked for.
     */
    206: Blob | File;
};

export type GetDocumentVersionFileResponse = GetDocumentVersionFileResponses[keyof GetDocumentVersionFileResponses];

export type ListEventsData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        /**
         * `next_cursor` of the page before; absent or 0: from the oldest that is kept.
         */
        after?: string;
        /**
         * `newest`: the last ones, newest first, for triggers that poll and tell by `event_id` what is new. It has no next page; its `next_cursor` is the end of the feed, from where `after` goes on without what was before.
         */
        order?: 'oldest' | 'newest';
    };
    url: '/api/events';
};

export type ListEventsErrors = {
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * The cursor is older than what is kept.
     */
    410: ProblemResponse;
    /**
     * The cursor or limit was refused.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ListEventsError = ListEventsErrors[keyof ListEventsErrors];

export type ListEventsResponses = {
    200: EventListResponse;
};

export type ListEventsResponse = ListEventsResponses[keyof ListEventsResponses];

export type GetSampleEventData = {
    body?: never;
    path?: never;
    query?: {
        event?: 'document.exported' | 'endpoint.failing' | 'endpoint.open' | 'endpoint.recovered' | 'endpoint.disabled' | 'delivery.parked';
    };
    url: '/api/events/sample';
};

export type GetSampleEventErrors = {
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * There is no such event.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetSampleEventError = GetSampleEventErrors[keyof GetSampleEventErrors];

export type GetSampleEventResponses = {
    200: EventResponse;
};

export type GetSampleEventResponse = GetSampleEventResponses[keyof GetSampleEventResponses];

export type GetEventData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/api/events/{id}';
};

export type GetEventErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * There is no such event.
     */
    404: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetEventError = GetEventErrors[keyof GetEventErrors];

export type GetEventResponses = {
    200: EventResponse;
};

export type GetEventResponse = GetEventResponses[keyof GetEventResponses];

export type ExportDocumentsData = {
    body: ExportDocumentsRequest;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/exports';
};

export type ExportDocumentsErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `export`.
     */
    403: ProblemResponse;
    /**
     * A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ExportDocumentsError = ExportDocumentsErrors[keyof ExportDocumentsErrors];

export type ExportDocumentsResponses = {
    200: ExportResultsResponse;
};

export type ExportDocumentsResponse = ExportDocumentsResponses[keyof ExportDocumentsResponses];

export type ListFoldersData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        /**
         * `next_cursor` of the page before.
         */
        cursor?: string;
        /**
         * The folders of this contact: `contact_id=5`.
         */
        contact_id?: number;
        /**
         * Is the whole name, in upper or lower case: `name=Documents`.
         */
        name?: string;
    };
    url: '/api/folders';
};

export type ListFoldersErrors = {
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * A parameter is not valid; `invalid_cursor`.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ListFoldersError = ListFoldersErrors[keyof ListFoldersErrors];

export type ListFoldersResponses = {
    200: FolderListResponse;
};

export type ListFoldersResponse = ListFoldersResponses[keyof ListFoldersResponses];

export type CreateFolderData = {
    body: CreateFolderRequest;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/folders';
};

export type CreateFolderErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `write`.
     */
    403: ProblemResponse;
    /**
     * A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * A member is not valid; `unknown_contact`.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type CreateFolderError = CreateFolderErrors[keyof CreateFolderErrors];

export type CreateFolderResponses = {
    201: FolderResponse;
};

export type CreateFolderResponse = CreateFolderResponses[keyof CreateFolderResponses];

export type DeleteFolderData = {
    body?: never;
    path: {
        id: number;
    };
    query?: never;
    url: '/api/folders/{id}';
};

export type DeleteFolderErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `write`.
     */
    403: ProblemResponse;
    /**
     * There is no such folder.
     */
    404: ProblemResponse;
    /**
     * `folder_holds_documents`: delete them or move them first. `built_in`: Inbox of System stays.
     */
    409: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type DeleteFolderError = DeleteFolderErrors[keyof DeleteFolderErrors];

export type DeleteFolderResponses = {
    204: void;
};

export type DeleteFolderResponse = DeleteFolderResponses[keyof DeleteFolderResponses];

export type GetFolderData = {
    body?: never;
    path: {
        id: number;
    };
    query?: never;
    url: '/api/folders/{id}';
};

export type GetFolderErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * There is no such folder.
     */
    404: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetFolderError = GetFolderErrors[keyof GetFolderErrors];

export type GetFolderResponses = {
    200: FolderResponse;
};

export type GetFolderResponse = GetFolderResponses[keyof GetFolderResponses];

export type UpdateFolderData = {
    body: UpdateFolderRequest;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: number;
    };
    query?: never;
    url: '/api/folders/{id}';
};

export type UpdateFolderErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `write`.
     */
    403: ProblemResponse;
    /**
     * There is no such folder.
     */
    404: ProblemResponse;
    /**
     * `built_in`: it keeps its name. A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type UpdateFolderError = UpdateFolderErrors[keyof UpdateFolderErrors];

export type UpdateFolderResponses = {
    200: FolderResponse;
};

export type UpdateFolderResponse = UpdateFolderResponses[keyof UpdateFolderResponses];

export type ListIntakeItemsData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        /**
         * `next_cursor` of the page before.
         */
        cursor?: string;
        channel?: 'hot_folder' | 'email';
        result?: 'waiting' | 'accepted' | 'failed';
    };
    url: '/api/intake';
};

export type ListIntakeItemsErrors = {
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * A filter was refused.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ListIntakeItemsError = ListIntakeItemsErrors[keyof ListIntakeItemsErrors];

export type ListIntakeItemsResponses = {
    200: IntakeItemListResponse;
};

export type ListIntakeItemsResponse = ListIntakeItemsResponses[keyof ListIntakeItemsResponses];

export type RetryIntakeItemData = {
    body?: never;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: number;
    };
    query?: never;
    url: '/api/intake/{id}/retry';
};

export type RetryIntakeItemErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `write`.
     */
    403: ProblemResponse;
    /**
     * There is no such item.
     */
    404: ProblemResponse;
    /**
     * `intake_item_accepted`: it is a document. A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type RetryIntakeItemError = RetryIntakeItemErrors[keyof RetryIntakeItemErrors];

export type RetryIntakeItemResponses = {
    200: IntakeItemResponse;
};

export type RetryIntakeItemResponse = RetryIntakeItemResponses[keyof RetryIntakeItemResponses];

export type GetMeData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/api/me';
};

export type GetMeErrors = {
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetMeError = GetMeErrors[keyof GetMeErrors];

export type GetMeResponses = {
    200: MeResponse;
};

export type GetMeResponse = GetMeResponses[keyof GetMeResponses];

export type ChangeOwnPasswordData = {
    body: ChangeOwnPasswordRequest;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/me/password';
};

export type ChangeOwnPasswordErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * A member is not valid: `validation_failed`, `wrong_password`, `password_refused`.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ChangeOwnPasswordError = ChangeOwnPasswordErrors[keyof ChangeOwnPasswordErrors];

export type ChangeOwnPasswordResponses = {
    204: void;
};

export type ChangeOwnPasswordResponse = ChangeOwnPasswordResponses[keyof ChangeOwnPasswordResponses];

export type ListOwnSessionsData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        /**
         * `next_cursor` of the page before.
         */
        cursor?: string;
    };
    url: '/api/me/sessions';
};

export type ListOwnSessionsErrors = {
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * A parameter is not valid; `invalid_cursor`.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ListOwnSessionsError = ListOwnSessionsErrors[keyof ListOwnSessionsErrors];

export type ListOwnSessionsResponses = {
    200: SessionListResponse;
};

export type ListOwnSessionsResponse = ListOwnSessionsResponses[keyof ListOwnSessionsResponses];

export type RevokeOwnSessionData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/api/me/sessions/{id}';
};

export type RevokeOwnSessionErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * You have no such session.
     */
    404: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type RevokeOwnSessionError = RevokeOwnSessionErrors[keyof RevokeOwnSessionErrors];

export type RevokeOwnSessionResponses = {
    204: void;
};

export type RevokeOwnSessionResponse = RevokeOwnSessionResponses[keyof RevokeOwnSessionResponses];

export type ListProfilesData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        /**
         * `next_cursor` of the page before.
         */
        cursor?: string;
        /**
         * Is the whole name, in upper or lower case: `name=Rental%20contract`.
         */
        name?: string;
    };
    url: '/api/profiles';
};

export type ListProfilesErrors = {
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * A parameter is not valid; `invalid_cursor`.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ListProfilesError = ListProfilesErrors[keyof ListProfilesErrors];

export type ListProfilesResponses = {
    200: ProfileListResponse;
};

export type ListProfilesResponse = ListProfilesResponses[keyof ListProfilesResponses];

export type CreateProfileData = {
    body: CreateProfileRequest;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/profiles';
};

export type CreateProfileErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * `profile_name_taken`: another one has this name, in any capitals. A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * A member is not valid; `duplicate_field`: a key is used twice.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type CreateProfileError = CreateProfileErrors[keyof CreateProfileErrors];

export type CreateProfileResponses = {
    201: ProfileResponse;
};

export type CreateProfileResponse = CreateProfileResponses[keyof CreateProfileResponses];

export type DeleteProfileData = {
    body?: never;
    headers?: {
        /**
         * The ETag of the version you have seen, such as `"3"`.
         */
        'If-Match'?: string;
    };
    path: {
        id: number;
    };
    query?: {
        /**
         * Instead of If-Match.
         */
        expected_version?: number;
    };
    url: '/api/profiles/{id}';
};

export type DeleteProfileErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * There is no such profile.
     */
    404: ProblemResponse;
    /**
     * `profile_in_use` by contacts or documents; `built_in`: it stays.
     */
    409: ProblemResponse;
    /**
     * It has changed since `If-Match` or `expected_version`.
     */
    412: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type DeleteProfileError = DeleteProfileErrors[keyof DeleteProfileErrors];

export type DeleteProfileResponses = {
    /**
     * It is gone.
     */
    204: void;
};

export type DeleteProfileResponse = DeleteProfileResponses[keyof DeleteProfileResponses];

export type GetProfileData = {
    body?: never;
    path: {
        id: number;
    };
    query?: never;
    url: '/api/profiles/{id}';
};

export type GetProfileErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * There is no such profile.
     */
    404: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetProfileError = GetProfileErrors[keyof GetProfileErrors];

export type GetProfileResponses = {
    200: ProfileResponse;
};

export type GetProfileResponse = GetProfileResponses[keyof GetProfileResponses];

export type UpdateProfileData = {
    body: UpdateProfileRequest;
    headers?: {
        /**
         * The ETag of the version you have seen, such as `"3"`.
         */
        'If-Match'?: string;
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: number;
    };
    query?: {
        /**
         * Instead of If-Match.
         */
        expected_version?: number;
    };
    url: '/api/profiles/{id}';
};

export type UpdateProfileErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * There is no such profile.
     */
    404: ProblemResponse;
    /**
     * `built_in`: it stays as it is; make one of your own with its fields. `profile_name_taken`: another one has this name, in any capitals. A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * It has changed since `If-Match` or `expected_version`.
     */
    412: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * A member is not valid; `duplicate_field`: a key is used twice.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type UpdateProfileError = UpdateProfileErrors[keyof UpdateProfileErrors];

export type UpdateProfileResponses = {
    200: ProfileResponse;
};

export type UpdateProfileResponse = UpdateProfileResponses[keyof UpdateProfileResponses];

export type GetOfflineModeData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/api/settings/offline-mode';
};

export type GetOfflineModeErrors = {
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetOfflineModeError = GetOfflineModeErrors[keyof GetOfflineModeErrors];

export type GetOfflineModeResponses = {
    200: OfflineModeResponse;
};

export type GetOfflineModeResponse = GetOfflineModeResponses[keyof GetOfflineModeResponses];

export type SetOfflineModeData = {
    body: OfflineModeRequest;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/settings/offline-mode';
};

export type SetOfflineModeErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * `validation_failed`.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type SetOfflineModeError = SetOfflineModeErrors[keyof SetOfflineModeErrors];

export type SetOfflineModeResponses = {
    200: OfflineModeResponse;
};

export type SetOfflineModeResponse = SetOfflineModeResponses[keyof SetOfflineModeResponses];

export type ListApiTokensData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        /**
         * `next_cursor` of the page before.
         */
        cursor?: string;
    };
    url: '/api/tokens';
};

export type ListApiTokensErrors = {
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * A parameter is not valid; `invalid_cursor`.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ListApiTokensError = ListApiTokensErrors[keyof ListApiTokensErrors];

export type ListApiTokensResponses = {
    200: ApiTokenListResponse;
};

export type ListApiTokensResponse = ListApiTokensResponses[keyof ListApiTokensResponses];

export type CreateApiTokenData = {
    body: CreateApiTokenRequest;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/tokens';
};

export type CreateApiTokenErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * A member is not valid: `validation_failed`, `expiry_in_past`.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type CreateApiTokenError = CreateApiTokenErrors[keyof CreateApiTokenErrors];

export type CreateApiTokenResponses = {
    /**
     * `Location` names it.
     */
    201: ApiTokenWithSecretResponse;
};

export type CreateApiTokenResponse = CreateApiTokenResponses[keyof CreateApiTokenResponses];

export type DeleteApiTokenData = {
    body?: never;
    path: {
        id: number;
    };
    query?: never;
    url: '/api/tokens/{id}';
};

export type DeleteApiTokenErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * There is no such token.
     */
    404: ProblemResponse;
    /**
     * `last_admin_token`: no other token that has not expired has the scope `admin`.
     */
    409: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type DeleteApiTokenError = DeleteApiTokenErrors[keyof DeleteApiTokenErrors];

export type DeleteApiTokenResponses = {
    204: void;
};

export type DeleteApiTokenResponse = DeleteApiTokenResponses[keyof DeleteApiTokenResponses];

export type GetApiTokenData = {
    body?: never;
    path: {
        id: number;
    };
    query?: never;
    url: '/api/tokens/{id}';
};

export type GetApiTokenErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * There is no such token.
     */
    404: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetApiTokenError = GetApiTokenErrors[keyof GetApiTokenErrors];

export type GetApiTokenResponses = {
    200: ApiTokenResponse;
};

export type GetApiTokenResponse = GetApiTokenResponses[keyof GetApiTokenResponses];

export type ListUsersData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        /**
         * `next_cursor` of the page before.
         */
        cursor?: string;
    };
    url: '/api/users';
};

export type ListUsersErrors = {
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * A parameter is not valid; `invalid_cursor`.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ListUsersError = ListUsersErrors[keyof ListUsersErrors];

export type ListUsersResponses = {
    200: UserListResponse;
};

export type ListUsersResponse = ListUsersResponses[keyof ListUsersResponses];

export type CreateUserData = {
    body: CreateUserRequest;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/users';
};

export type CreateUserErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * `email_taken`: another user has the e-mail. A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * A member is not valid: `validation_failed`, `password_refused`.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type CreateUserError = CreateUserErrors[keyof CreateUserErrors];

export type CreateUserResponses = {
    /**
     * `Location` names it.
     */
    201: UserResponse;
};

export type CreateUserResponse = CreateUserResponses[keyof CreateUserResponses];

export type DeleteUserData = {
    body?: never;
    path: {
        id: number;
    };
    query?: never;
    url: '/api/users/{id}';
};

export type DeleteUserErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * There is no such user.
     */
    404: ProblemResponse;
    /**
     * `last_admin_user`: no other user who may sign in is admin.
     */
    409: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type DeleteUserError = DeleteUserErrors[keyof DeleteUserErrors];

export type DeleteUserResponses = {
    204: void;
};

export type DeleteUserResponse = DeleteUserResponses[keyof DeleteUserResponses];

export type GetUserData = {
    body?: never;
    path: {
        id: number;
    };
    query?: never;
    url: '/api/users/{id}';
};

export type GetUserErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * There is no such user.
     */
    404: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetUserError = GetUserErrors[keyof GetUserErrors];

export type GetUserResponses = {
    200: UserResponse;
};

export type GetUserResponse = GetUserResponses[keyof GetUserResponses];

export type ChangeUserData = {
    body: ChangeUserRequest;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: number;
    };
    query?: never;
    url: '/api/users/{id}';
};

export type ChangeUserErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * There is no such user.
     */
    404: ProblemResponse;
    /**
     * `email_taken`, `last_admin_user`: no other user who may sign in is admin. A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * A member is not valid: `validation_failed`, `password_refused`.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ChangeUserError = ChangeUserErrors[keyof ChangeUserErrors];

export type ChangeUserResponses = {
    200: UserResponse;
};

export type ChangeUserResponse = ChangeUserResponses[keyof ChangeUserResponses];

export type ListDeliveriesData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        /**
         * `next_cursor` of the page before.
         */
        cursor?: string;
        endpoint_id?: number;
        document_id?: number;
        event_id?: string;
        state?: 'pending' | 'delivering' | 'delivered' | 'parked' | 'superseded' | 'cancelled';
        /**
         * Inclusive.
         */
        created_after?: string;
        /**
         * Exclusive.
         */
        created_before?: string;
    };
    url: '/api/webhook-deliveries';
};

export type ListDeliveriesErrors = {
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * A filter was refused.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ListDeliveriesError = ListDeliveriesErrors[keyof ListDeliveriesErrors];

export type ListDeliveriesResponses = {
    200: DeliveryListResponse;
};

export type ListDeliveriesResponse = ListDeliveriesResponses[keyof ListDeliveriesResponses];

export type GetDeliveryData = {
    body?: never;
    path: {
        id: string;
    };
    query?: never;
    url: '/api/webhook-deliveries/{id}';
};

export type GetDeliveryErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * There is no such delivery.
     */
    404: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetDeliveryError = GetDeliveryErrors[keyof GetDeliveryErrors];

export type GetDeliveryResponses = {
    200: DeliveryDetailResponse;
};

export type GetDeliveryResponse = GetDeliveryResponses[keyof GetDeliveryResponses];

export type CancelDeliveryData = {
    body?: never;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/api/webhook-deliveries/{id}/cancel';
};

export type CancelDeliveryErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `export`.
     */
    403: ProblemResponse;
    /**
     * There is no such delivery.
     */
    404: ProblemResponse;
    /**
     * It is being sent (`delivery_under_way`), or it is `delivery_finished`. A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type CancelDeliveryError = CancelDeliveryErrors[keyof CancelDeliveryErrors];

export type CancelDeliveryResponses = {
    200: DeliveryResponse;
};

export type CancelDeliveryResponse = CancelDeliveryResponses[keyof CancelDeliveryResponses];

export type ResendDeliveryData = {
    body?: never;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: string;
    };
    query?: never;
    url: '/api/webhook-deliveries/{id}/resend';
};

export type ResendDeliveryErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `export`.
     */
    403: ProblemResponse;
    /**
     * There is no such delivery.
     */
    404: ProblemResponse;
    /**
     * It is being sent, or cannot be sent any more. A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ResendDeliveryError = ResendDeliveryErrors[keyof ResendDeliveryErrors];

export type ResendDeliveryResponses = {
    200: DeliveryResponse;
};

export type ResendDeliveryResponse = ResendDeliveryResponses[keyof ResendDeliveryResponses];

export type ListWebhookEndpointsData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        /**
         * `next_cursor` of the page before.
         */
        cursor?: string;
    };
    url: '/api/webhook-endpoints';
};

export type ListWebhookEndpointsErrors = {
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * A parameter is not valid; `invalid_cursor`.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ListWebhookEndpointsError = ListWebhookEndpointsErrors[keyof ListWebhookEndpointsErrors];

export type ListWebhookEndpointsResponses = {
    200: WebhookEndpointListResponse;
};

export type ListWebhookEndpointsResponse = ListWebhookEndpointsResponses[keyof ListWebhookEndpointsResponses];

export type CreateWebhookEndpointData = {
    body: CreateWebhookEndpointRequest;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/api/webhook-endpoints';
};

export type CreateWebhookEndpointErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * A member is not valid: `validation_failed`, `endpoint_url_invalid`, `auth_invalid`, `headers_invalid`, `header_reserved`, `header_conflict`. `endpoint_address_refused`: the host is not a public address, and not in `WEBHOOK_ALLOWED_CIDRS`. `public_base_url_unset`: while `PUBLIC_BASE_URL` is unset, only endpoints on this machine can be used.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type CreateWebhookEndpointError = CreateWebhookEndpointErrors[keyof CreateWebhookEndpointErrors];

export type CreateWebhookEndpointResponses = {
    /**
     * `Location` names it.
     */
    201: WebhookEndpointWithSecretResponse;
};

export type CreateWebhookEndpointResponse = CreateWebhookEndpointResponses[keyof CreateWebhookEndpointResponses];

export type DeleteWebhookEndpointData = {
    body?: never;
    path: {
        id: number;
    };
    query?: never;
    url: '/api/webhook-endpoints/{id}';
};

export type DeleteWebhookEndpointErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * There is no such endpoint, or it is deleted.
     */
    404: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type DeleteWebhookEndpointError = DeleteWebhookEndpointErrors[keyof DeleteWebhookEndpointErrors];

export type DeleteWebhookEndpointResponses = {
    204: void;
};

export type DeleteWebhookEndpointResponse = DeleteWebhookEndpointResponses[keyof DeleteWebhookEndpointResponses];

export type GetWebhookEndpointData = {
    body?: never;
    path: {
        id: number;
    };
    query?: never;
    url: '/api/webhook-endpoints/{id}';
};

export type GetWebhookEndpointErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * There is no such endpoint, or it is deleted.
     */
    404: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetWebhookEndpointError = GetWebhookEndpointErrors[keyof GetWebhookEndpointErrors];

export type GetWebhookEndpointResponses = {
    200: WebhookEndpointResponse;
};

export type GetWebhookEndpointResponse = GetWebhookEndpointResponses[keyof GetWebhookEndpointResponses];

export type UpdateWebhookEndpointData = {
    body: UpdateWebhookEndpointRequest;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: number;
    };
    query?: never;
    url: '/api/webhook-endpoints/{id}';
};

export type UpdateWebhookEndpointErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * There is no such endpoint, or it is deleted.
     */
    404: ProblemResponse;
    /**
     * A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * A member is not valid: `validation_failed`, `endpoint_url_invalid`, `auth_invalid`, `headers_invalid`, `header_reserved`, `header_conflict`. `endpoint_address_refused`: the host is not a public address, and not in `WEBHOOK_ALLOWED_CIDRS`. `public_base_url_unset`: while `PUBLIC_BASE_URL` is unset, only endpoints on this machine can be used.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type UpdateWebhookEndpointError = UpdateWebhookEndpointErrors[keyof UpdateWebhookEndpointErrors];

export type UpdateWebhookEndpointResponses = {
    200: WebhookEndpointResponse;
};

export type UpdateWebhookEndpointResponse = UpdateWebhookEndpointResponses[keyof UpdateWebhookEndpointResponses];

export type StartReplayData = {
    body: StartReplayRequest;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: number;
    };
    query?: never;
    url: '/api/webhook-endpoints/{id}/replay';
};

export type StartReplayErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `export`.
     */
    403: ProblemResponse;
    /**
     * There is no such endpoint, or it is deleted.
     */
    404: ProblemResponse;
    /**
     * `endpoint_disabled`: it gets nothing. A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * `validation_failed`.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type StartReplayError = StartReplayErrors[keyof StartReplayErrors];

export type StartReplayResponses = {
    /**
     * `Location` names it.
     */
    202: ReplayResponse;
};

export type StartReplayResponse = StartReplayResponses[keyof StartReplayResponses];

export type RotateWebhookSecretData = {
    body?: RotateSecretRequest;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: number;
    };
    query?: never;
    url: '/api/webhook-endpoints/{id}/rotate-secret';
};

export type RotateWebhookSecretErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * There is no such endpoint, or it is deleted.
     */
    404: ProblemResponse;
    /**
     * A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * `validation_failed`.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type RotateWebhookSecretError = RotateWebhookSecretErrors[keyof RotateWebhookSecretErrors];

export type RotateWebhookSecretResponses = {
    200: WebhookEndpointWithSecretResponse;
};

export type RotateWebhookSecretResponse = RotateWebhookSecretResponses[keyof RotateWebhookSecretResponses];

export type TestWebhookEndpointData = {
    body?: never;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: number;
    };
    query?: never;
    url: '/api/webhook-endpoints/{id}/test';
};

export type TestWebhookEndpointErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `admin`.
     */
    403: ProblemResponse;
    /**
     * There is no such endpoint, or it is deleted.
     */
    404: ProblemResponse;
    /**
     * `offline_mode` is on. A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * Refused; `errors` names the members.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type TestWebhookEndpointError = TestWebhookEndpointErrors[keyof TestWebhookEndpointErrors];

export type TestWebhookEndpointResponses = {
    200: TestWebhookResponse;
};

export type TestWebhookEndpointResponse = TestWebhookEndpointResponses[keyof TestWebhookEndpointResponses];

export type GetWebhookLedgerData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/api/webhook-ledger';
};

export type GetWebhookLedgerErrors = {
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetWebhookLedgerError = GetWebhookLedgerErrors[keyof GetWebhookLedgerErrors];

export type GetWebhookLedgerResponses = {
    200: WebhookLedgerResponse;
};

export type GetWebhookLedgerResponse = GetWebhookLedgerResponses[keyof GetWebhookLedgerResponses];

export type ListOperatorActionsData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        /**
         * `next_cursor` of the page before.
         */
        cursor?: string;
        endpoint_id?: number;
    };
    url: '/api/webhook-operator-actions';
};

export type ListOperatorActionsErrors = {
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * A parameter is not valid.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ListOperatorActionsError = ListOperatorActionsErrors[keyof ListOperatorActionsErrors];

export type ListOperatorActionsResponses = {
    200: OperatorActionListResponse;
};

export type ListOperatorActionsResponse = ListOperatorActionsResponses[keyof ListOperatorActionsResponses];

export type ListReplaysData = {
    body?: never;
    path?: never;
    query?: {
        limit?: number;
        /**
         * `next_cursor` of the page before.
         */
        cursor?: string;
        endpoint_id?: number;
    };
    url: '/api/webhook-replays';
};

export type ListReplaysErrors = {
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * A parameter is not valid.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ListReplaysError = ListReplaysErrors[keyof ListReplaysErrors];

export type ListReplaysResponses = {
    200: ReplayListResponse;
};

export type ListReplaysResponse = ListReplaysResponses[keyof ListReplaysResponses];

export type GetReplayData = {
    body?: never;
    path: {
        id: number;
    };
    query?: never;
    url: '/api/webhook-replays/{id}';
};

export type GetReplayErrors = {
    /**
     * The path has a broken % escape.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `read`.
     */
    403: ProblemResponse;
    /**
     * There is no such replay.
     */
    404: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type GetReplayError = GetReplayErrors[keyof GetReplayErrors];

export type GetReplayResponses = {
    200: ReplayResponse;
};

export type GetReplayResponse = GetReplayResponses[keyof GetReplayResponses];

export type ChangeReplayData = {
    body: ChangeReplayRequest;
    headers?: {
        /**
         * Makes it safe to send the request again: it is done once, and repeats get the first answer (24 hours, per token). With another payload the key is refused: 422 `idempotency_key_reused`.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        id: number;
    };
    query?: never;
    url: '/api/webhook-replays/{id}';
};

export type ChangeReplayErrors = {
    /**
     * The body cannot be read: `malformed_json`, `duplicate_member`, `not_utf8`.
     */
    400: ProblemResponse;
    /**
     * No token, or not a known one.
     */
    401: ProblemResponse;
    /**
     * The token lacks the scope `export`.
     */
    403: ProblemResponse;
    /**
     * There is no such replay.
     */
    404: ProblemResponse;
    /**
     * `replay_finished`. A request with this Idempotency-Key is being worked on (`idempotency_key_in_use`).
     */
    409: ProblemResponse;
    /**
     * The body is too large.
     */
    413: ProblemResponse;
    /**
     * The body is not application/json, is compressed, or says it is not UTF-8.
     */
    415: ProblemResponse;
    /**
     * `validation_failed`.
     */
    422: ProblemResponse;
    /**
     * `rate_limited`: too many requests with this token in a second. `too_many_failures`: too many failed attempts to authenticate from this address.
     */
    429: ProblemResponse;
    /**
     * The database is away, or the document store where it is needed (`files_unavailable`); try again. After `outcome_unknown` look first: it was done, or not at all.
     */
    503: ProblemResponse;
};

export type ChangeReplayError = ChangeReplayErrors[keyof ChangeReplayErrors];

export type ChangeReplayResponses = {
    200: ReplayResponse;
};

export type ChangeReplayResponse = ChangeReplayResponses[keyof ChangeReplayResponses];

export type GetHealthData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/healthz';
};

export type GetHealthResponses = {
    200: HealthResponse;
};

export type GetHealthResponse = GetHealthResponses[keyof GetHealthResponses];

export type GetReadinessData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/readyz';
};

export type GetReadinessErrors = {
    /**
     * Not now; says why.
     */
    503: ProblemResponse;
};

export type GetReadinessError = GetReadinessErrors[keyof GetReadinessErrors];

export type GetReadinessResponses = {
    200: ReadinessResponse;
};

export type GetReadinessResponse = GetReadinessResponses[keyof GetReadinessResponses];
