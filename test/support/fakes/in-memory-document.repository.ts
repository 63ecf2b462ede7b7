import { DocumentRepository } from '../../../src/documents/application/document.repository.js';
import {
  Document,
  type DocumentChange,
  type DocumentState,
  type NewDocument,
} from '../../../src/documents/domain/document.js';
import { DomainError } from '../../../src/shared/kernel/domain-error.js';
import type { InMemoryUnitOfWork, Transactional } from './in-memory-unit-of-work.js';

export interface RecordedChange extends DocumentChange {
  documentId: number;
  actor: string;
}

/** Locks nothing by itself: the unit of work lets only one transaction run at a time. */
export class InMemoryDocumentRepository extends DocumentRepository implements Transactional {
  states = new Map<number, DocumentState>();
  texts = new Map<number, string>();
  history: RecordedChange[] = [];
  /** What was replaced, by its document; the oldest first. */
  versions = new Map<number, DocumentState[]>();
  #lastId = 0;

  constructor(
    private readonly unitOfWork: InMemoryUnitOfWork,
    private readonly now: () => Date,
  ) {
    super();
    unitOfWork.enlist(this);
  }

  remember(): () => void {
    const { states, texts, history, versions } = this;
    const kept = {
      states: new Map(states),
      texts: new Map(texts),
      history: [...history],
      versions: new Map(versions),
    };
    return () => Object.assign(this, kept);
  }

  async lockContent(): Promise<void> {
    this.unitOfWork.requireOpen();
  }

  async withoutDocument(sha256s: readonly string[]): Promise<string[]> {
    return sha256s.filter((sha256) => !this.contents().includes(sha256));
  }

  async isOrphan(sha256: string): Promise<boolean> {
    this.unitOfWork.requireOpen();
    return !this.contents().includes(sha256);
  }

  async add(document: NewDocument, actor: string): Promise<number> {
    this.unitOfWork.requireOpen();
    const id = ++this.#lastId; // never given out again, rolled back or not
    this.states.set(id, { id, ...document });
    this.history.push(...Document.received(document).map((change) => ({ documentId: id, actor, ...change })));
    return id;
  }

  async forChange(id: number): Promise<Document> {
    const [document] = await this.manyForChange([id]);
    if (!document) throw new DomainError('not-found', 'document_not_found', `There is no document ${id}.`);
    return document;
  }

  async manyForChange(ids: readonly number[]): Promise<Document[]> {
    this.unitOfWork.requireOpen();
    return [...this.states.values()]
      .filter((state) => ids.includes(state.id))
      .sort((one, other) => one.id - other.id)
      .map((state) => Document.restore(state, this.now));
  }

  async save(documents: readonly Document[], actor: string): Promise<void> {
    this.unitOfWork.requireOpen();
    for (const document of documents.filter(({ changes }) => changes.length > 0)) {
      if (document.hasNewFile) this.keepVersion(document.id);
      this.states.set(document.id, document.snapshot());
      this.history.push(...document.changes.map((change) => ({ documentId: document.id, actor, ...change })));
    }
  }

  async editedSinceRequested(id: number, systemActor: string): Promise<Set<string>> {
    const lines = this.history.filter(({ documentId }) => documentId === id);
    const begin = lines.findLastIndex(
      ({ action, field, to, actor }) =>
        ['uploaded', 'new_version'].includes(action) ||
        (field === 'status' && to === 'New' && actor !== systemActor),
    );
    const edited = lines.slice(begin + 1).filter(({ action }) => action === 'edited');
    return new Set(edited.flatMap(({ field }) => field ?? []));
  }

  async remove({ id }: Document, actor: string): Promise<string[]> {
    this.unitOfWork.requireOpen();
    const contents = this.contents([id]);
    this.states.delete(id);
    this.versions.delete(id);
    this.texts.delete(id);
    this.history = this.history.map((line) =>
      line.documentId === id ? { ...line, from: null, to: null } : line,
    );
    this.history.push({ documentId: id, actor, action: 'deleted', field: null, from: null, to: null });
    return [...new Set(contents)];
  }

  async saveWithText(document: Document, text: string, actor: string): Promise<void> {
    await this.save([document], actor);
    this.texts.set(document.id, text);
  }

  private keepVersion(id: number): void {
    const before = this.states.get(id);
    if (before) this.versions.set(id, [...(this.versions.get(id) ?? []), before]);
    this.texts.delete(id);
  }

  /** In any version. */
  private contents(ids = [...this.states.keys()]): string[] {
    return ids.flatMap((id) =>
      [this.states.get(id), ...(this.versions.get(id) ?? [])].flatMap((state) => state?.sha256 ?? []),
    );
  }
}
