// Generated from openapi.json.


import { client } from './client.gen.js';
import type { Client, Options as Options2, TDataShape } from './client/index.js';
import type { CancelDeliveryData, CancelDeliveryErrors, CancelDeliveryResponses, ChangeDocumentsData, ChangeDocumentsErrors, ChangeDocumentsResponses, ChangeOwnPasswordData, ChangeOwnPasswordErrors, ChangeOwnPasswordResponses, ChangeReplayData, ChangeReplayErrors, ChangeReplayResponses, ChangeUserData, ChangeUserErrors, ChangeUserResponses, ClearExternalRefsData, ClearExternalRefsErrors, ClearExternalRefsResponses, CreateApiTokenData, CreateApiTokenErrors, CreateApiTokenResponses, CreateContactData, CreateContactErrors, CreateContactResponses, CreateFolderData, CreateFolderErrors, CreateFolderResponses, CreateProfileData, CreateProfileErrors, CreateProfileResponses, CreateUserData, CreateUserErrors, CreateUserResponses, CreateWebhookEndpointData, CreateWebhookEndpointErrors, CreateWebhookEndpointResponses, DeleteApiTokenData, DeleteApiTokenErrors, DeleteApiTokenResponses, DeleteContactData, DeleteContactErrors, DeleteContactResponses, DeleteDocumentData, DeleteDocumentErrors, DeleteDocumentResponses, DeleteFolderData, DeleteFolderErrors, DeleteFolderResponses, DeleteProfileData, DeleteProfileErrors, DeleteProfileResponses, DeleteUserData, DeleteUserErrors, DeleteUserResponses, DeleteWebhookEndpointData, DeleteWebhookEndpointErrors, DeleteWebhookEndpointResponses, EditDocumentData, EditDocumentErrors, EditDocumentResponses, ExportDocumentData, ExportDocumentErrors, ExportDocumentResponses, ExportDocumentsData, ExportDocumentsErrors, ExportDocumentsResponses, GetApiTokenData, GetApiTokenErrors, GetApiTokenResponses, GetContactData, GetContactErrors, GetContactResponses, GetDeliveryData, GetDeliveryErrors, GetDeliveryResponses, GetDocumentData, GetDocumentErrors, GetDocumentFileData, GetDocumentFileErrors, GetDocumentFileResponses, GetDocumentHistoryData, GetDocumentHistoryErrors, GetDocumentHistoryResponses, GetDocumentResponses, GetDocumentTextData, GetDocumentTextErrors, GetDocumentTextResponses, GetDocumentVersionData, GetDocumentVersionErrors, GetDocumentVersionFileData, GetDocumentVersionFileErrors, GetDocumentVersionFileResponses, GetDocumentVersionResponses, GetEventData, GetEventErrors, GetEventResponses, GetExternalRefData, GetExternalRefErrors, GetExternalRefResponses, GetExternalRefsData, GetExternalRefsErrors, GetExternalRefsResponses, GetFolderData, GetFolderErrors, GetFolderResponses, GetHealthData, GetHealthResponses, GetMeData, GetMeErrors, GetMeResponses, GetOfflineModeData, GetOfflineModeErrors, GetOfflineModeResponses, GetProfileData, GetProfileErrors, GetProfileResponses, GetReadinessData, GetReadinessErrors, GetReadinessResponses, GetReplayData, GetReplayErrors, GetReplayResponses, GetSampleEventData, GetSampleEventErrors, GetSampleEventResponses, GetUserData, GetUserErrors, GetUserResponses, GetWebhookEndpointData, GetWebhookEndpointErrors, GetWebhookEndpointResponses, GetWebhookLedgerData, GetWebhookLedgerErrors, GetWebhookLedgerResponses, ListAccessEventsData, ListAccessEventsErrors, ListAccessEventsResponses, ListApiTokensData, ListApiTokensErrors, ListApiTokensResponses, ListAuditEntriesData, ListAuditEntriesErrors, ListAuditEntriesResponses, ListContactsData, ListContactsErrors, ListContactsResponses, ListDeliveriesData, ListDeliveriesErrors, ListDeliveriesResponses, ListDocumentExportsData, ListDocumentExportsErrors, ListDocumentExportsResponses, ListDocumentsByChecksumData, ListDocumentsByChecksumErrors, ListDocumentsByChecksumResponses, ListDocumentsData, ListDocumentsErrors, ListDocumentsResponses, ListDocumentVersionsData, ListDocumentVersionsErrors, ListDocumentVersionsResponses, ListEventsData, ListEventsErrors, ListEventsResponses, ListFoldersData, ListFoldersErrors, ListFoldersResponses, ListIntakeItemsData, ListIntakeItemsErrors, ListIntakeItemsResponses, ListOperatorActionsData, ListOperatorActionsErrors, ListOperatorActionsResponses, ListOwnSessionsData, ListOwnSessionsErrors, ListOwnSessionsResponses, ListProfilesData, ListProfilesErrors, ListProfilesResponses, ListReplaysData, ListReplaysErrors, ListReplaysResponses, ListUsersData, ListUsersErrors, ListUsersResponses, ListWebhookEndpointsData, ListWebhookEndpointsErrors, ListWebhookEndpointsResponses, LookUpDocumentsData, LookUpDocumentsErrors, LookUpDocumentsResponses, MergeExternalRefsData, MergeExternalRefsErrors, MergeExternalRefsResponses, RemoveExternalRefData, RemoveExternalRefErrors, RemoveExternalRefResponses, ReplaceExternalRefData, ReplaceExternalRefErrors, ReplaceExternalRefResponses, ReplaceExternalRefsData, ReplaceExternalRefsErrors, ReplaceExternalRefsResponses, ReprocessDocumentData, ReprocessDocumentErrors, ReprocessDocumentResponses, ResendDeliveryData, ResendDeliveryErrors, ResendDeliveryResponses, RetryIntakeItemData, RetryIntakeItemErrors, RetryIntakeItemResponses, RevokeOwnSessionData, RevokeOwnSessionErrors, RevokeOwnSessionResponses, RotateWebhookSecretData, RotateWebhookSecretErrors, RotateWebhookSecretResponses, SetDocumentStatusData, SetDocumentStatusErrors, SetDocumentStatusResponses, SetOfflineModeData, SetOfflineModeErrors, SetOfflineModeResponses, StartReplayData, StartReplayErrors, StartReplayResponses, TestWebhookEndpointData, TestWebhookEndpointErrors, TestWebhookEndpointResponses, UpdateContactData, UpdateContactErrors, UpdateContactResponses, UpdateFolderData, UpdateFolderErrors, UpdateFolderResponses, UpdateProfileData, UpdateProfileErrors, UpdateProfileResponses, UpdateWebhookEndpointData, UpdateWebhookEndpointErrors, UpdateWebhookEndpointResponses, UploadDocumentData, UploadDocumentErrors, UploadDocumentResponses, UploadDocumentVersionData, UploadDocumentVersionErrors, UploadDocumentVersionResponses } from './types.gen.js';

export type Options<TData extends TDataShape = TDataShape, ThrowOnError extends boolean = boolean, TResponse = unknown> = Options2<TData, ThrowOnError, TResponse> & {
    /**
     * You can provide a client instance returned by `createClient()` instead of
     * individual options. This might be also useful if you want to implement a
     * custom client.
     */
    client?: Client;
    /**
     * You can pass arbitrary values through the `meta` object. This can be
     * used to access values that aren't defined as part of the SDK function.
     */
    meta?: Record<string, unknown>;
};

class HeyApiClient {
    protected client: Client;
    
    constructor(args?: {
        client?: Client;
    }) {
        this.client = args?.client ?? client;
    }
}

class HeyApiRegistry<T> {
    private readonly defaultKey = 'default';
    
    private readonly instances: Map<string, T> = new Map();
    
    get(key?: string): T {
        const instance = this.instances.get(key ?? this.defaultKey);
        if (!instance) {
            throw new Error(`No SDK client found. Create one with "new RecordEngineApi()" to fix this error.`);
        }
        return instance;
    }
    
    set(value: T, key?: string): void {
        this.instances.set(key ?? this.defaultKey, value);
    }
}

export class RecordEngineApi extends HeyApiClient {
    public static readonly __registry = new HeyApiRegistry<RecordEngineApi>();
    
    constructor(args?: {
        client?: Client;
        key?: string;
    }) {
        super(args);
        RecordEngineApi.__registry.set(this, args?.key);
    }
    
    /**
     * Who signed in, and who changed users and tokens, newest first
     *
     * Nothing in it is ever changed or deleted, and it holds no secrets. Needs scope `admin`.
     */
    public listAccessEvents<ThrowOnError extends boolean = true>(options?: Options<ListAccessEventsData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ListAccessEventsResponses, ListAccessEventsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/access-events',
            ...options
        });
    }
    
    /**
     * Who did what, newest first
     *
     * The histories of all documents, what operators did to deliveries and endpoints, and logins and changes of users, tokens and sessions, as one list. Values are exact in the history of the document. Needs scope `admin`.
     */
    public listAuditEntries<ThrowOnError extends boolean = true>(options?: Options<ListAuditEntriesData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ListAuditEntriesResponses, ListAuditEntriesErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/audit',
            ...options
        });
    }
    
    /**
     * List contacts, newest first
     *
     * Needs scope `read`.
     */
    public listContacts<ThrowOnError extends boolean = true>(options?: Options<ListContactsData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ListContactsResponses, ListContactsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/contacts',
            ...options
        });
    }
    
    /**
     * Create a contact
     *
     * It gets the folders `Documents` and `Review`. Needs scope `write`.
     */
    public createContact<ThrowOnError extends boolean = true>(options: Options<CreateContactData, ThrowOnError>) {
        return (options.client ?? this.client).post<CreateContactResponses, CreateContactErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/contacts',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Delete a contact and its folders
     *
     * Only while it holds no documents. Of a deletion and uploads at the same time one comes first: either the deletion is answered with 409, or the uploads with 422 `unknown_contact`. Needs scope `write`.
     */
    public deleteContact<ThrowOnError extends boolean = true>(options: Options<DeleteContactData, ThrowOnError>) {
        return (options.client ?? this.client).delete<DeleteContactResponses, DeleteContactErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/contacts/{id}',
            ...options
        });
    }
    
    /**
     * Get a contact
     *
     * Needs scope `read`.
     */
    public getContact<ThrowOnError extends boolean = true>(options: Options<GetContactData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetContactResponses, GetContactErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/contacts/{id}',
            ...options
        });
    }
    
    /**
     * Change a contact
     *
     * Only the members that are named; null clears one. What is so already changes nothing, nor `updated_at`. The contact System keeps its name. Needs scope `write`.
     */
    public updateContact<ThrowOnError extends boolean = true>(options: Options<UpdateContactData, ThrowOnError>) {
        return (options.client ?? this.client).patch<UpdateContactResponses, UpdateContactErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/contacts/{id}',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * List documents, newest first
     *
     * Filters combine: a document is listed when all of them hold. **To follow changes**, ask with `sort=updated_at`, which lists the oldest change first: go along `next` to the end of the list, and ask again later with `updated_after` set to the last `updated_at` you saw. Documents of that very millisecond come again (compare `version`), and do not count for `limit`; what was changed in one millisecond is never parted, so that a page can be longer than `limit`; no change is ever missed, even one that is committed late, because the list holds back what is newer than the oldest write under way. So a transaction that is left open in the database after it has written something, which the service itself never does for longer than 5 seconds, delays this list until it ends, and nothing else. Deleted documents do not come. Needs scope `read`.
     */
    public listDocuments<ThrowOnError extends boolean = true>(options?: Options<ListDocumentsData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ListDocumentsResponses, ListDocumentsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents',
            ...options
        });
    }
    
    /**
     * Change external_refs and status of up to 1,000 documents
     *
     * Each is changed whole or refused alone; the results come in the order given. `Export` also exports, with the new refs, unless the document is in Export already; it takes the scope `export` besides. Needs scope `write`.
     */
    public changeDocuments<ThrowOnError extends boolean = true>(options: Options<ChangeDocumentsData, ThrowOnError>) {
        return (options.client ?? this.client).patch<ChangeDocumentsResponses, ChangeDocumentsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/bulk',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * List the documents with this content, newest first
     *
     * So that a file that is here already need not be sent again: an empty list when nobody has it. The SHA-256 of the file in hex, in upper or lower case. Needs scope `read`.
     */
    public listDocumentsByChecksum<ThrowOnError extends boolean = true>(options: Options<ListDocumentsByChecksumData, ThrowOnError>) {
        return (options.client ?? this.client).get<ListDocumentsByChecksumResponses, ListDocumentsByChecksumErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/by-checksum/{sha256}',
            ...options
        });
    }
    
    /**
     * The documents of up to 1,000 records of other systems
     *
     * By `external_refs.<system>.record_id`, exactly. Nothing is changed. Needs scope `read`.
     */
    public lookUpDocuments<ThrowOnError extends boolean = true>(options: Options<LookUpDocumentsData, ThrowOnError>) {
        return (options.client ?? this.client).post<LookUpDocumentsResponses, LookUpDocumentsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/lookup',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Upload a document
     *
     * The document is durable before the answer; extraction follows by itself (New, Processing, Needs Review). As multipart/form-data (up to `MAX_UPLOAD_MB`), where fields may come before or after the file, or as application/json (up to `MAX_JSON_UPLOAD_MB`, before base64). Give contact and folder by id. Needs scope `write`.
     */
    public uploadDocument<ThrowOnError extends boolean = true>(options: Options<UploadDocumentData, ThrowOnError>) {
        return (options.client ?? this.client).post<UploadDocumentResponses, UploadDocumentErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/upload',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Delete a document for good
     *
     * In any status, with its text, its versions and, where no other document has the same content, its files. Webhooks of its exports are still delivered. Afterwards it is 404 here, and its page says that it was deleted (410). Needs scope `write`.
     */
    public deleteDocument<ThrowOnError extends boolean = true>(options: Options<DeleteDocumentData, ThrowOnError>) {
        return (options.client ?? this.client).delete<DeleteDocumentResponses, DeleteDocumentErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}',
            ...options
        });
    }
    
    /**
     * Get a document
     *
     * Needs scope `read`.
     */
    public getDocument<ThrowOnError extends boolean = true>(options: Options<GetDocumentData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetDocumentResponses, GetDocumentErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}',
            ...options
        });
    }
    
    /**
     * Change members of a document
     *
     * Only what is named is changed. While the document is Approved, Export or Archived, only external_refs and notes can be. Needs scope `write`.
     */
    public editDocument<ThrowOnError extends boolean = true>(options: Options<EditDocumentData, ThrowOnError>) {
        return (options.client ?? this.client).patch<EditDocumentResponses, EditDocumentErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Export a document
     *
     * Makes the next revision and its webhook in one transaction. To send newer refs or fields, export again. The webhook is delivered at least once to every endpoint that subscribes now, in revision order. Needs scope `export`.
     */
    public exportDocument<ThrowOnError extends boolean = true>(options: Options<ExportDocumentData, ThrowOnError>) {
        return (options.client ?? this.client).post<ExportDocumentResponses, ExportDocumentErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}/export',
            ...options
        });
    }
    
    /**
     * The revisions of a document, newest first, and the state of every delivery
     *
     * Needs scope `read`.
     */
    public listDocumentExports<ThrowOnError extends boolean = true>(options: Options<ListDocumentExportsData, ThrowOnError>) {
        return (options.client ?? this.client).get<ListDocumentExportsResponses, ListDocumentExportsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}/exports',
            ...options
        });
    }
    
    /**
     * Clear external_refs to {}
     *
     * Needs scope `write`.
     */
    public clearExternalRefs<ThrowOnError extends boolean = true>(options: Options<ClearExternalRefsData, ThrowOnError>) {
        return (options.client ?? this.client).delete<ClearExternalRefsResponses, ClearExternalRefsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}/external_refs',
            ...options
        });
    }
    
    /**
     * The exact bytes of external_refs
     *
     * Needs scope `read`.
     */
    public getExternalRefs<ThrowOnError extends boolean = true>(options: Options<GetExternalRefsData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetExternalRefsResponses, GetExternalRefsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}/external_refs',
            ...options
        });
    }
    
    /**
     * Change some members of external_refs
     *
     * A JSON Merge Patch (RFC 7396): members are set, or removed by null, at every level. What it does not name keeps its bytes; what it sets has the bytes that it has here. Needs scope `write`.
     */
    public mergeExternalRefs<ThrowOnError extends boolean = true>(options: Options<MergeExternalRefsData, ThrowOnError>) {
        return (options.client ?? this.client).patch<MergeExternalRefsResponses, MergeExternalRefsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}/external_refs',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Replace external_refs
     *
     * Every byte from { to } is kept: key order, number spelling, escapes and inner white space. Needs scope `write`.
     */
    public replaceExternalRefs<ThrowOnError extends boolean = true>(options: Options<ReplaceExternalRefsData, ThrowOnError>) {
        return (options.client ?? this.client).put<ReplaceExternalRefsResponses, ReplaceExternalRefsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}/external_refs',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Remove what one system has in external_refs
     *
     * 204 also when it has nothing there. Needs scope `write`.
     */
    public removeExternalRef<ThrowOnError extends boolean = true>(options: Options<RemoveExternalRefData, ThrowOnError>) {
        return (options.client ?? this.client).delete<RemoveExternalRefResponses, RemoveExternalRefErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}/external_refs/{system}',
            ...options
        });
    }
    
    /**
     * The exact bytes of what one system has in external_refs
     *
     * Needs scope `read`.
     */
    public getExternalRef<ThrowOnError extends boolean = true>(options: Options<GetExternalRefData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetExternalRefResponses, GetExternalRefErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}/external_refs/{system}',
            ...options
        });
    }
    
    /**
     * Set what one system has in external_refs
     *
     * Any JSON value. Every other member keeps its bytes and place, and two systems that write at one time lose nothing. Needs scope `write`.
     */
    public replaceExternalRef<ThrowOnError extends boolean = true>(options: Options<ReplaceExternalRefData, ThrowOnError>) {
        return (options.client ?? this.client).put<ReplaceExternalRefResponses, ReplaceExternalRefErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}/external_refs/{system}',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Download the original file
     *
     * Needs scope `read`.
     */
    public getDocumentFile<ThrowOnError extends boolean = true>(options: Options<GetDocumentFileData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetDocumentFileResponses, GetDocumentFileErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}/file',
            ...options
        });
    }
    
    /**
     * Who changed what and when, newest first
     *
     * One line for each member that a change has changed. `uploaded` (with the `external_refs` that came with the file), `new_version` (its number, and what the new file changed), `edited` (members, external_refs, contact, folder, profile), `status` (with its reason), `extracted` (what was found in the file) and `exported` (the revision). What the service does by itself is done by `system`. Needs scope `read`.
     */
    public getDocumentHistory<ThrowOnError extends boolean = true>(options: Options<GetDocumentHistoryData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetDocumentHistoryResponses, GetDocumentHistoryErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}/history',
            ...options
        });
    }
    
    /**
     * Read a document again
     *
     * What is found replaces its fields. Needs scope `write`.
     */
    public reprocessDocument<ThrowOnError extends boolean = true>(options: Options<ReprocessDocumentData, ThrowOnError>) {
        return (options.client ?? this.client).post<ReprocessDocumentResponses, ReprocessDocumentErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}/reprocess',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Change the status of a document
     *
     * The status it already has changes nothing. `Export` also exports, unless the document is in Export already; it takes the scope `export` besides. Needs scope `write`.
     */
    public setDocumentStatus<ThrowOnError extends boolean = true>(options: Options<SetDocumentStatusData, ThrowOnError>) {
        return (options.client ?? this.client).put<SetDocumentStatusResponses, SetDocumentStatusErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}/status',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * The text that was read in the file
     *
     * Needs scope `read`.
     */
    public getDocumentText<ThrowOnError extends boolean = true>(options: Options<GetDocumentTextData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetDocumentTextResponses, GetDocumentTextErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}/text',
            ...options
        });
    }
    
    /**
     * The files that a document has had, newest first
     *
     * The one that it has now is the first. Needs scope `read`.
     */
    public listDocumentVersions<ThrowOnError extends boolean = true>(options: Options<ListDocumentVersionsData, ThrowOnError>) {
        return (options.client ?? this.client).get<ListDocumentVersionsResponses, ListDocumentVersionsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}/versions',
            ...options
        });
    }
    
    /**
     * Upload a new file for a document
     *
     * The new file takes the place of the one before, name included, and is read from the beginning: what was found in the old one is emptied at once, and the document goes to New. Contact, folder, notes, `custom_fields` and `external_refs`, byte for byte, stay; so does what was exported. The old version stays readable, with what was found in it. In New and Processing the reading begins again; in Approved, Export and Archived it is 409: move the document to Needs Review first. Taken as an upload is: multipart/form-data or application/json, with the same limits. Needs scope `write`.
     */
    public uploadDocumentVersion<ThrowOnError extends boolean = true>(options: Options<UploadDocumentVersionData, ThrowOnError>) {
        return (options.client ?? this.client).post<UploadDocumentVersionResponses, UploadDocumentVersionErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}/versions',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Get a version of a document
     *
     * Needs scope `read`.
     */
    public getDocumentVersion<ThrowOnError extends boolean = true>(options: Options<GetDocumentVersionData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetDocumentVersionResponses, GetDocumentVersionErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}/versions/{number}',
            ...options
        });
    }
    
    /**
     * Download the file of a version
     *
     * As the file of the document, under the name that it was uploaded with. Needs scope `read`.
     */
    public getDocumentVersionFile<ThrowOnError extends boolean = true>(options: Options<GetDocumentVersionFileData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetDocumentVersionFileResponses, GetDocumentVersionFileErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/documents/{id}/versions/{number}/file',
            ...options
        });
    }
    
    /**
     * The feed of events
     *
     * Needs scope `read`.
     */
    public listEvents<ThrowOnError extends boolean = true>(options?: Options<ListEventsData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ListEventsResponses, ListEventsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/events',
            ...options
        });
    }
    
    /**
     * An example of an event
     *
     * Made up, but by the code that makes the real ones, so that a platform can show its fields before the first export. Nothing is stored or sent; `position` is null. Needs scope `read`.
     */
    public getSampleEvent<ThrowOnError extends boolean = true>(options?: Options<GetSampleEventData, ThrowOnError>) {
        return (options?.client ?? this.client).get<GetSampleEventResponses, GetSampleEventErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/events/sample',
            ...options
        });
    }
    
    /**
     * An event
     *
     * Needs scope `read`.
     */
    public getEvent<ThrowOnError extends boolean = true>(options: Options<GetEventData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetEventResponses, GetEventErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/events/{id}',
            ...options
        });
    }
    
    /**
     * Export up to 10,000 documents
     *
     * Each is accepted or refused alone; the results come in the order given. Needs scope `export`.
     */
    public exportDocuments<ThrowOnError extends boolean = true>(options: Options<ExportDocumentsData, ThrowOnError>) {
        return (options.client ?? this.client).post<ExportDocumentsResponses, ExportDocumentsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/exports',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * List folders, newest first
     *
     * Needs scope `read`.
     */
    public listFolders<ThrowOnError extends boolean = true>(options?: Options<ListFoldersData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ListFoldersResponses, ListFoldersErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/folders',
            ...options
        });
    }
    
    /**
     * Create a folder of a contact
     *
     * Needs scope `write`.
     */
    public createFolder<ThrowOnError extends boolean = true>(options: Options<CreateFolderData, ThrowOnError>) {
        return (options.client ?? this.client).post<CreateFolderResponses, CreateFolderErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/folders',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Delete a folder
     *
     * Only while it holds no documents. Of a deletion and uploads at the same time one comes first: either the deletion is answered with 409, or the uploads with 422 `unknown_folder`. Needs scope `write`.
     */
    public deleteFolder<ThrowOnError extends boolean = true>(options: Options<DeleteFolderData, ThrowOnError>) {
        return (options.client ?? this.client).delete<DeleteFolderResponses, DeleteFolderErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/folders/{id}',
            ...options
        });
    }
    
    /**
     * Get a folder
     *
     * Needs scope `read`.
     */
    public getFolder<ThrowOnError extends boolean = true>(options: Options<GetFolderData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetFolderResponses, GetFolderErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/folders/{id}',
            ...options
        });
    }
    
    /**
     * Rename a folder
     *
     * The name that it has already changes nothing, nor `updated_at`. A folder stays with its contact; documents can be moved. The folder Inbox of System keeps its name. Needs scope `write`.
     */
    public updateFolder<ThrowOnError extends boolean = true>(options: Options<UpdateFolderData, ThrowOnError>) {
        return (options.client ?? this.client).patch<UpdateFolderResponses, UpdateFolderErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/folders/{id}',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * What arrived by hot folder or mail, newest first
     *
     * Each arrival with what became of it. Uploads by the API are documents at once, and not in this list. Needs scope `read`.
     */
    public listIntakeItems<ThrowOnError extends boolean = true>(options?: Options<ListIntakeItemsData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ListIntakeItemsResponses, ListIntakeItemsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/intake',
            ...options
        });
    }
    
    /**
     * Try an arrival again
     *
     * What failed is `waiting` then, until a worker that watches its source has tried it, within seconds; mend first what `reason` says. What is waiting already is tried at once. Needs scope `write`.
     */
    public retryIntakeItem<ThrowOnError extends boolean = true>(options: Options<RetryIntakeItemData, ThrowOnError>) {
        return (options.client ?? this.client).post<RetryIntakeItemResponses, RetryIntakeItemErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/intake/{id}/retry',
            ...options
        });
    }
    
    /**
     * Who am I, and what may I do?
     *
     * Needs scope `read`.
     */
    public getMe<ThrowOnError extends boolean = true>(options?: Options<GetMeData, ThrowOnError>) {
        return (options?.client ?? this.client).get<GetMeResponses, GetMeErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/me',
            ...options
        });
    }
    
    /**
     * Change your password
     *
     * In the session of a user. All other sessions of the user are over, and the cookie of this one is another. Attempts are throttled like logins. Needs scope `read`.
     */
    public changeOwnPassword<ThrowOnError extends boolean = true>(options: Options<ChangeOwnPasswordData, ThrowOnError>) {
        return (options.client ?? this.client).post<ChangeOwnPasswordResponses, ChangeOwnPasswordErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/me/password',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Where you are signed in, newest first
     *
     * In the session of a user. Needs scope `read`.
     */
    public listOwnSessions<ThrowOnError extends boolean = true>(options?: Options<ListOwnSessionsData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ListOwnSessionsResponses, ListOwnSessionsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/me/sessions',
            ...options
        });
    }
    
    /**
     * End a session of yours
     *
     * In the session of a user; it may be this one. Needs scope `read`.
     */
    public revokeOwnSession<ThrowOnError extends boolean = true>(options: Options<RevokeOwnSessionData, ThrowOnError>) {
        return (options.client ?? this.client).delete<RevokeOwnSessionResponses, RevokeOwnSessionErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/me/sessions/{id}',
            ...options
        });
    }
    
    /**
     * List extraction profiles, newest first
     *
     * Those with ids up to 100 are built in; yours begin at 101. Needs scope `read`.
     */
    public listProfiles<ThrowOnError extends boolean = true>(options?: Options<ListProfilesData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ListProfilesResponses, ListProfilesErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/profiles',
            ...options
        });
    }
    
    /**
     * Create an extraction profile
     *
     * Documents that are uploaded with it, by `profile_id` or as the default of their contact, are read for its fields and no others. Needs scope `admin`.
     */
    public createProfile<ThrowOnError extends boolean = true>(options: Options<CreateProfileData, ThrowOnError>) {
        return (options.client ?? this.client).post<CreateProfileResponses, CreateProfileErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/profiles',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Delete an extraction profile
     *
     * Only while no contact and no document names it. Of a deletion and uploads at the same time one comes first: either the deletion is answered with 409, or the uploads with 422 `unknown_profile`. Needs scope `admin`.
     */
    public deleteProfile<ThrowOnError extends boolean = true>(options: Options<DeleteProfileData, ThrowOnError>) {
        return (options.client ?? this.client).delete<DeleteProfileResponses, DeleteProfileErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/profiles/{id}',
            ...options
        });
    }
    
    /**
     * Get an extraction profile
     *
     * Needs scope `read`.
     */
    public getProfile<ThrowOnError extends boolean = true>(options: Options<GetProfileData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetProfileResponses, GetProfileErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/profiles/{id}',
            ...options
        });
    }
    
    /**
     * Change an extraction profile
     *
     * Only the members that are named; `fields` and `line_item_columns` are replaced whole. What is so already changes nothing, nor `version`. Documents that have been read stay as they are: reprocess them to have them read for the new fields. Needs scope `admin`.
     */
    public updateProfile<ThrowOnError extends boolean = true>(options: Options<UpdateProfileData, ThrowOnError>) {
        return (options.client ?? this.client).patch<UpdateProfileResponses, UpdateProfileErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/profiles/{id}',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Whether webhooks are held back
     *
     * Needs scope `read`.
     */
    public getOfflineMode<ThrowOnError extends boolean = true>(options?: Options<GetOfflineModeData, ThrowOnError>) {
        return (options?.client ?? this.client).get<GetOfflineModeResponses, GetOfflineModeErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/settings/offline-mode',
            ...options
        });
    }
    
    /**
     * Hold all webhooks back, or let them go
     *
     * While it is on no webhook is sent and retry clocks stand; what is exported is kept. Everything goes out when it is switched off. What is being sent when it is switched on is finished. Needs scope `admin`.
     */
    public setOfflineMode<ThrowOnError extends boolean = true>(options: Options<SetOfflineModeData, ThrowOnError>) {
        return (options.client ?? this.client).put<SetOfflineModeResponses, SetOfflineModeErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/settings/offline-mode',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * List API tokens, newest first
     *
     * Expired ones too, until they are deleted. Needs scope `admin`.
     */
    public listApiTokens<ThrowOnError extends boolean = true>(options?: Options<ListApiTokensData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ListApiTokensResponses, ListApiTokensErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/tokens',
            ...options
        });
    }
    
    /**
     * Create an API token
     *
     * The answer shows the `token`, this once: only its hash is kept. Needs scope `admin`.
     */
    public createApiToken<ThrowOnError extends boolean = true>(options: Options<CreateApiTokenData, ThrowOnError>) {
        return (options.client ?? this.client).post<CreateApiTokenResponses, CreateApiTokenErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/tokens',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Revoke an API token
     *
     * From the next request on it is not known, and sessions that were opened with it are over. A token that `RECORDENGINE_TOKEN` sets is put back when the service starts. Needs scope `admin`.
     */
    public deleteApiToken<ThrowOnError extends boolean = true>(options: Options<DeleteApiTokenData, ThrowOnError>) {
        return (options.client ?? this.client).delete<DeleteApiTokenResponses, DeleteApiTokenErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/tokens/{id}',
            ...options
        });
    }
    
    /**
     * Get an API token
     *
     * Needs scope `admin`.
     */
    public getApiToken<ThrowOnError extends boolean = true>(options: Options<GetApiTokenData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetApiTokenResponses, GetApiTokenErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/tokens/{id}',
            ...options
        });
    }
    
    /**
     * List users, newest first
     *
     * Needs scope `admin`.
     */
    public listUsers<ThrowOnError extends boolean = true>(options?: Options<ListUsersData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ListUsersResponses, ListUsersErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/users',
            ...options
        });
    }
    
    /**
     * Create a user
     *
     * Needs scope `admin`.
     */
    public createUser<ThrowOnError extends boolean = true>(options: Options<CreateUserData, ThrowOnError>) {
        return (options.client ?? this.client).post<CreateUserResponses, CreateUserErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/users',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Delete a user
     *
     * Sessions of the user are over. What the user did stays in the histories. Needs scope `admin`.
     */
    public deleteUser<ThrowOnError extends boolean = true>(options: Options<DeleteUserData, ThrowOnError>) {
        return (options.client ?? this.client).delete<DeleteUserResponses, DeleteUserErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/users/{id}',
            ...options
        });
    }
    
    /**
     * Get a user
     *
     * Needs scope `admin`.
     */
    public getUser<ThrowOnError extends boolean = true>(options: Options<GetUserData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetUserResponses, GetUserErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/users/{id}',
            ...options
        });
    }
    
    /**
     * Change members of a user
     *
     * Only what is named is changed. With another role or password, or disabled, all sessions of the user are over. Needs scope `admin`.
     */
    public changeUser<ThrowOnError extends boolean = true>(options: Options<ChangeUserData, ThrowOnError>) {
        return (options.client ?? this.client).patch<ChangeUserResponses, ChangeUserErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/users/{id}',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * List deliveries, newest first
     *
     * Needs scope `read`.
     */
    public listDeliveries<ThrowOnError extends boolean = true>(options?: Options<ListDeliveriesData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ListDeliveriesResponses, ListDeliveriesErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/webhook-deliveries',
            ...options
        });
    }
    
    /**
     * A delivery and its attempts
     *
     * Needs scope `read`.
     */
    public getDelivery<ThrowOnError extends boolean = true>(options: Options<GetDeliveryData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetDeliveryResponses, GetDeliveryErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/webhook-deliveries/{id}',
            ...options
        });
    }
    
    /**
     * Cancel a delivery
     *
     * What is pending or parked does not go out, and holds up no later revision; it stays in the ledger. One that is cancelled already stays so. It can be sent again (`resend`). Needs scope `export`.
     */
    public cancelDelivery<ThrowOnError extends boolean = true>(options: Options<CancelDeliveryData, ThrowOnError>) {
        return (options.client ?? this.client).post<CancelDeliveryResponses, CancelDeliveryErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/webhook-deliveries/{id}/cancel',
            ...options
        });
    }
    
    /**
     * Send a delivery again
     *
     * What is finished becomes a new delivery of the same bytes (`resend_of`), outside the order promise; what is parked or pending is the same delivery, due now. Either says `x-recordengine-resend: true`. Needs scope `export`.
     */
    public resendDelivery<ThrowOnError extends boolean = true>(options: Options<ResendDeliveryData, ThrowOnError>) {
        return (options.client ?? this.client).post<ResendDeliveryResponses, ResendDeliveryErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/webhook-deliveries/{id}/resend',
            ...options
        });
    }
    
    /**
     * List webhook endpoints, newest first
     *
     * Needs scope `read`.
     */
    public listWebhookEndpoints<ThrowOnError extends boolean = true>(options?: Options<ListWebhookEndpointsData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ListWebhookEndpointsResponses, ListWebhookEndpointsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/webhook-endpoints',
            ...options
        });
    }
    
    /**
     * Create a webhook endpoint
     *
     * It gets what is exported from now on. The answer shows the signing `secret`, this once. Webhooks are signed as Standard Webhooks 1.0 (`webhook-id`, `webhook-timestamp`, `webhook-signature`). This is also how a REST hook subscribes, with `target_url`; `Location` is what it deletes to end that. Needs scope `admin`.
     */
    public createWebhookEndpoint<ThrowOnError extends boolean = true>(options: Options<CreateWebhookEndpointData, ThrowOnError>) {
        return (options.client ?? this.client).post<CreateWebhookEndpointResponses, CreateWebhookEndpointErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/webhook-endpoints',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Delete a webhook endpoint
     *
     * Its unfinished deliveries are cancelled (`endpoint_deleted`); its finished ones stay in the ledger. 204 also when it is deleted already. Needs scope `admin`.
     */
    public deleteWebhookEndpoint<ThrowOnError extends boolean = true>(options: Options<DeleteWebhookEndpointData, ThrowOnError>) {
        return (options.client ?? this.client).delete<DeleteWebhookEndpointResponses, DeleteWebhookEndpointErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/webhook-endpoints/{id}',
            ...options
        });
    }
    
    /**
     * Get a webhook endpoint
     *
     * Needs scope `read`.
     */
    public getWebhookEndpoint<ThrowOnError extends boolean = true>(options: Options<GetWebhookEndpointData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetWebhookEndpointResponses, GetWebhookEndpointErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/webhook-endpoints/{id}',
            ...options
        });
    }
    
    /**
     * Change a webhook endpoint
     *
     * Only the members that are named. URL, auth and headers hold for the next attempt of everything that waits; another URL or auth is tried at once. `events` holds for what is exported from now on. Disabling parks what waits (`endpoint_disabled`); enabling, also after a 410, sends what was parked for that, in order. Needs scope `admin`.
     */
    public updateWebhookEndpoint<ThrowOnError extends boolean = true>(options: Options<UpdateWebhookEndpointData, ThrowOnError>) {
        return (options.client ?? this.client).patch<UpdateWebhookEndpointResponses, UpdateWebhookEndpointErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/webhook-endpoints/{id}',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Send a range of events to an endpoint again
     *
     * However many; the workers make the deliveries step by step, and the answer comes at once. As with `resend`: what is delivered, superseded or cancelled becomes a new delivery of the same bytes, outside the order promise; what is parked is pending again; what is unfinished otherwise is left alone. Missing events are delivered in the order of their revisions; one is superseded if a later revision has arrived. Needs scope `export`.
     */
    public startReplay<ThrowOnError extends boolean = true>(options: Options<StartReplayData, ThrowOnError>) {
        return (options.client ?? this.client).post<StartReplayResponses, StartReplayErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/webhook-endpoints/{id}/replay',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Give a webhook endpoint a new secret
     *
     * For `overlap_seconds` both the new and the old secret sign, so that the receiver can change over without a gap. Rotating again meanwhile drops the oldest. The answer shows the new `secret`, this once. Needs scope `admin`.
     */
    public rotateWebhookSecret<ThrowOnError extends boolean = true>(options: Options<RotateWebhookSecretData, ThrowOnError>) {
        return (options.client ?? this.client).post<RotateWebhookSecretResponses, RotateWebhookSecretErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/webhook-endpoints/{id}/rotate-secret',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Send a test webhook
     *
     * One real, signed `webhook.test` at once, also to a disabled endpoint. It is in no queue and in no ledger. The answer is 200 whatever the receiver does; `ok` tells. Needs scope `admin`.
     */
    public testWebhookEndpoint<ThrowOnError extends boolean = true>(options: Options<TestWebhookEndpointData, ThrowOnError>) {
        return (options.client ?? this.client).post<TestWebhookEndpointResponses, TestWebhookEndpointErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/webhook-endpoints/{id}/test',
            ...options
        });
    }
    
    /**
     * What every endpoint was to get, and what became of it
     *
     * Counted as of one moment, from the beginning: RETENTION_DAYS takes nothing away. It reads all that is kept, so ask now and then, not every second. Needs scope `read`.
     */
    public getWebhookLedger<ThrowOnError extends boolean = true>(options?: Options<GetWebhookLedgerData, ThrowOnError>) {
        return (options?.client ?? this.client).get<GetWebhookLedgerResponses, GetWebhookLedgerErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/webhook-ledger',
            ...options
        });
    }
    
    /**
     * What was done to deliveries and endpoints, newest first
     *
     * Who, when and what: resend, cancel, test, replay, endpoints that were created, changed (which members), enabled, disabled or deleted, rotated secrets, offline mode. What changed nothing is not in it. Kept for RETENTION_DAYS. Needs scope `read`.
     */
    public listOperatorActions<ThrowOnError extends boolean = true>(options?: Options<ListOperatorActionsData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ListOperatorActionsResponses, ListOperatorActionsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/webhook-operator-actions',
            ...options
        });
    }
    
    /**
     * Replays, newest first
     *
     * Each with how far it has come. Finished ones are kept for RETENTION_DAYS. Needs scope `read`.
     */
    public listReplays<ThrowOnError extends boolean = true>(options?: Options<ListReplaysData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ListReplaysResponses, ListReplaysErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/webhook-replays',
            ...options
        });
    }
    
    /**
     * A replay, and how far it has come
     *
     * Needs scope `read`.
     */
    public getReplay<ThrowOnError extends boolean = true>(options: Options<GetReplayData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetReplayResponses, GetReplayErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/webhook-replays/{id}',
            ...options
        });
    }
    
    /**
     * Pause, resume or cancel a replay
     *
     * From then on it makes no more deliveries (`paused`, `cancelled`), or goes on where it was (`running`). Those that it has made go out. Needs scope `export`.
     */
    public changeReplay<ThrowOnError extends boolean = true>(options: Options<ChangeReplayData, ThrowOnError>) {
        return (options.client ?? this.client).patch<ChangeReplayResponses, ChangeReplayErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }, { name: 'X-API-Key', type: 'apiKey' }],
            url: '/api/webhook-replays/{id}',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Is the process alive?
     */
    public getHealth<ThrowOnError extends boolean = true>(options?: Options<GetHealthData, ThrowOnError>) {
        return (options?.client ?? this.client).get<GetHealthResponses, unknown, ThrowOnError>({ url: '/healthz', ...options });
    }
    
    /**
     * Can it serve? The database answers and is migrated.
     */
    public getReadiness<ThrowOnError extends boolean = true>(options?: Options<GetReadinessData, ThrowOnError>) {
        return (options?.client ?? this.client).get<GetReadinessResponses, GetReadinessErrors, ThrowOnError>({ url: '/readyz', ...options });
    }
}
