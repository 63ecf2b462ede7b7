import { DomainError } from '../../shared/kernel/domain-error.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { checkSize, type CustomFields, type ExtractedFields, type LineItem } from './document-fields.js';
import { allowedTargets, isLocked, isReprocessable, type DocumentStatus } from './document-status.js';

export type DocumentSource = 'API' | 'UI' | 'Email' | 'Hot Folder';

export interface DocumentState {
  id: number;
  filename: string;
  originalFilename: string;
  mimeType: string;
  size: number;
  sha256: string;
  status: DocumentStatus;
  statusReason: string | null;
  source: DocumentSource;
  contactId: number;
  folderId: number;
  profileId: number;
  docType: string | null;
  docDate: string | null;
  notes: string | null;
  aiSummary: string | null;
  confidenceScore: number | null;
  confidenceReasoning: string | null;
  extractedFields: ExtractedFields;
  customFields: CustomFields;
  lineItems: LineItem[];
  externalRefs: ExternalRefs;
  revision: number;
  exportedAt: Date | null;
  /** Grows with every change. */
  version: number;
  /** Which version of its file it has. */
  fileVersion: number;
  createdAt: Date;
  updatedAt: Date;
}

/** A document before the database has given it an id. */
export type NewDocument = Omit<DocumentState, 'id'>;

export type EditableField =
  | 'filename'
  | 'contactId'
  | 'folderId'
  | 'docType'
  | 'docDate'
  | 'notes'
  | 'extractedFields'
  | 'customFields'
  | 'lineItems'
  | 'externalRefs';

export type DocumentEdit = Partial<Pick<DocumentState, EditableField>>;

/** What extraction found. */
export type Reading = Pick<
  DocumentState,
  | 'docType'
  | 'docDate'
  | 'aiSummary'
  | 'confidenceScore'
  | 'confidenceReasoning'
  | 'extractedFields'
  | 'lineItems'
>;

export type ReceivedFile = Pick<DocumentState, 'originalFilename' | 'mimeType' | 'size' | 'sha256'>;

export type ChangeAction =
  'uploaded' | 'new_version' | 'status' | 'edited' | 'extracted' | 'exported' | 'deleted';

/** One line of a document's history. `field` is the name in the API. */
export interface DocumentChange {
  action: ChangeAction;
  field: string | null;
  from: unknown;
  to: unknown;
}

const FIELD_NAMES: Partial<Record<keyof DocumentState, string>> = {
  filename: 'filename',
  originalFilename: 'original_filename',
  mimeType: 'mime_type',
  size: 'size',
  sha256: 'sha256',
  contactId: 'contact_id',
  folderId: 'folder_id',
  profileId: 'profile_id',
  docType: 'doc_type',
  docDate: 'doc_date',
  notes: 'notes',
  aiSummary: 'ai_summary',
  confidenceScore: 'confidence_score',
  confidenceReasoning: 'confidence_reasoning',
  extractedFields: 'extracted_fields',
  customFields: 'custom_fields',
  lineItems: 'line_items',
  externalRefs: 'external_refs',
  status: 'status',
  statusReason: 'status_reason',
  revision: 'revision',
};

/** What a file has before it was read. */
const UNREAD: Reading = {
  docType: null,
  docDate: null,
  aiSummary: null,
  confidenceScore: null,
  confidenceReasoning: null,
  extractedFields: {},
  lineItems: [],
};

/** A document and its rules. Every verb checks first and then changes; what changed is kept for the history. */
export class Document {
  readonly #changes: DocumentChange[] = [];
  readonly #loadedVersion: number;
  readonly #loadedFileVersion: number;

  private constructor(
    private readonly state: DocumentState,
    private readonly at: () => Date,
  ) {
    this.#loadedVersion = state.version;
    this.#loadedFileVersion = state.fileVersion;
  }

  /** What a received file becomes: it waits, as New, for extraction. */
  static receive(
    given: ReceivedFile &
      Pick<DocumentState, 'source' | 'contactId' | 'folderId' | 'profileId' | 'notes' | 'externalRefs'>,
    now: Date,
  ): NewDocument {
    return {
      ...given,
      filename: given.originalFilename,
      status: 'New',
      statusReason: null,
      ...UNREAD,
      customFields: {},
      revision: 0,
      exportedAt: null,
      version: 1,
      fileVersion: 1,
      createdAt: now,
      updatedAt: now,
    };
  }

  /** What the history of a new document begins with. */
  static received({ filename, externalRefs }: NewDocument): DocumentChange[] {
    const changes: DocumentChange[] = [{ action: 'uploaded', field: null, from: null, to: filename }];
    if (!externalRefs.equals(ExternalRefs.EMPTY)) {
      changes.push({ action: 'uploaded', field: 'external_refs', from: null, to: shown(externalRefs) });
    }
    return changes;
  }

  /** For the repository. `now` dates the changes that follow. */
  static restore(state: DocumentState, now: () => Date): Document {
    return new Document({ ...state }, now);
  }

  get id(): number {
    return this.state.id;
  }

  get status(): DocumentStatus {
    return this.state.status;
  }

  get revision(): number {
    return this.state.revision;
  }

  get externalRefs(): ExternalRefs {
    return this.state.externalRefs;
  }

  /** Since it was loaded: the one before has to be kept. */
  get hasNewFile(): boolean {
    return this.state.fileVersion !== this.#loadedFileVersion;
  }

  get contactId(): number {
    return this.state.contactId;
  }

  get folderId(): number {
    return this.state.folderId;
  }

  get changes(): readonly DocumentChange[] {
    return this.#changes;
  }

  snapshot(): Readonly<DocumentState> {
    return { ...this.state };
  }

  /** @param versions the versions the caller has seen; undefined: any */
  expect(versions: readonly number[] | undefined): void {
    if (versions === undefined || versions.includes(this.#loadedVersion)) return;
    throw new DomainError(
      'precondition',
      'version_mismatch',
      `Document ${this.id} has changed meanwhile: it is at version ${this.#loadedVersion}. Read it again and repeat.`,
    );
  }

  /** Sets what is named; an identical value changes nothing. */
  edit(edit: DocumentEdit): void {
    const named = (Object.keys(edit) as EditableField[]).filter(
      (field) => edit[field] !== undefined && !same(this.state[field], edit[field]),
    );
    const locked = named.filter((field) => field !== 'externalRefs' && field !== 'notes');
    if (locked.length > 0 && isLocked(this.status)) {
      throw new DomainError(
        'conflict',
        'document_locked',
        `Document ${this.id} is in ${this.status}, where only external_refs and notes can be changed. Move it to Needs Review first.`,
        {
          errors: locked.map((field) => ({
            pointer: `/${FIELD_NAMES[field]}`,
            message: `is locked in ${this.status}`,
          })),
        },
      );
    }
    if (
      named.some((field) => field === 'extractedFields' || field === 'customFields' || field === 'lineItems')
    ) {
      checkSize({ ...this.state, ...edit });
    }
    this.change('edited', edit);
  }

  /** A person's change of status. `Export` is not for here: it makes a revision, see `export()`. */
  moveTo(status: Exclude<DocumentStatus, 'Export'>, reason: string | null): void {
    if (status === this.status) return;
    const allowed = allowedTargets(this.status);
    if (!allowed.includes(status)) throw this.refusal(status, allowed);
    this.change('status', { status, statusReason: reason });
  }

  /** Makes the next revision. @param requiresApproval only what is Approved, or was exported, may leave the house */
  export(requiresApproval: boolean, reason: string | null = null): void {
    const allowed = allowedTargets(this.status);
    if (this.status !== 'Export' && !allowed.includes('Export')) throw this.refusal('Export', allowed);
    if (requiresApproval && this.status !== 'Approved' && this.status !== 'Export') {
      throw new DomainError(
        'conflict',
        'approval_required',
        `Document ${this.id} is in ${this.status}; here a document must be Approved before it is exported.`,
      );
    }
    this.change('status', { status: 'Export', statusReason: reason });
    this.change('exported', { revision: this.state.revision + 1 });
    this.state.exportedAt = this.state.updatedAt;
  }

  reprocess(profileId: number | undefined): void {
    if (!isReprocessable(this.status)) throw this.refusal('New', allowedTargets(this.status));
    if (profileId !== undefined) this.change('edited', { profileId });
    this.change('status', { status: 'New', statusReason: null });
  }

  /**
   * Another file in the place of the one that it has, to be read from the beginning: nothing that was read in the old
   * one may pass for what the new one says. In New it goes on waiting. In Processing it stays, too: whoever reads the
   * old file is to lose it (`ProcessingQueue.restart`), and it comes back to New as from any lost worker.
   */
  replaceFile(file: ReceivedFile, profileId: number | undefined): void {
    if (isLocked(this.status)) {
      throw new DomainError(
        'conflict',
        'document_locked',
        `Document ${this.id} is in ${this.status}, where its file stays as it is. Move it to Needs Review first.`,
      );
    }
    this.change('new_version', {
      fileVersion: this.state.fileVersion + 1,
      ...file,
      filename: file.originalFilename,
      ...UNREAD,
    });
    if (profileId !== undefined) this.change('edited', { profileId });
    if (isReprocessable(this.status)) this.change('status', { status: 'New', statusReason: null });
  }

  startProcessing(): void {
    this.from('New');
    this.change('status', { status: 'Processing', statusReason: null });
  }

  /**
   * Readable content always ends here, even when nothing was found in it. What people have set while it waited or was
   * being read (`setByPeople`, names in the API) stays theirs.
   */
  completeProcessing(reading: Reading, setByPeople: ReadonlySet<string>): void {
    this.from('Processing');
    const fields = (Object.keys(reading) as (keyof Reading)[]).filter(
      (field) => !setByPeople.has(FIELD_NAMES[field] ?? field),
    );
    this.change('extracted', Object.fromEntries(fields.map((field) => [field, reading[field]])));
    this.change('status', { status: 'Needs Review', statusReason: null });
  }

  failProcessing(reason: string): void {
    this.from('Processing');
    this.change('status', { status: 'Exception', statusReason: reason });
  }

  /** Its worker was lost, or gave it back. */
  requeue(): void {
    this.from('Processing');
    this.change('status', { status: 'New', statusReason: null });
  }

  private from(status: DocumentStatus): void {
    if (this.status !== status) throw new Error(`Document ${this.id} is in ${this.status}, not in ${status}`);
  }

  private refusal(target: DocumentStatus, allowed: readonly DocumentStatus[]): DomainError {
    const hint =
      allowed.length === 0
        ? 'wait until processing has ended'
        : `from there it can go to ${allowed.join(', ')}`;
    return new DomainError(
      'conflict',
      'status_not_allowed',
      `Document ${this.id} is in ${this.status} and cannot go to ${target}: ${hint}` +
        `${isReprocessable(this.status) ? ', or be reprocessed' : ''}.`,
    );
  }

  private change(action: ChangeAction, values: Partial<DocumentState>): void {
    for (const field of Object.keys(values) as (keyof DocumentState)[]) {
      const from = this.state[field];
      const to = values[field];
      if (to === undefined || same(from, to)) continue;
      this.#changes.push({ action, field: FIELD_NAMES[field] ?? null, from: shown(from), to: shown(to) });
      this.state.version = this.#loadedVersion + 1;
      this.state.updatedAt = this.at();
    }
    Object.assign(
      this.state,
      Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)),
    );
  }
}

function same(one: unknown, other: unknown): boolean {
  if (one instanceof ExternalRefs && other instanceof ExternalRefs) return one.equals(other);
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function shown(value: unknown): unknown {
  return value instanceof ExternalRefs ? value.toRawJson() : value;
}
