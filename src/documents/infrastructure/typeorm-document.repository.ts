import { Injectable } from '@nestjs/common';
import { plainArray } from '../../shared/database/plain-array.js';
import { violates } from '../../shared/database/postgres-errors.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { Clock } from '../../shared/kernel/clock.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { toJsonText } from '../../shared/kernel/json/to-json-text.js';
import { unknownProfile } from '../../shared/kernel/unknown-profile.js';
import { DocumentRepository } from '../application/document.repository.js';
import {
  Document,
  type DocumentChange,
  type DocumentSource,
  type DocumentState,
  type NewDocument,
} from '../domain/document.js';
import type { DocumentStatus } from '../domain/document-status.js';
import { unknownContact, unknownFolder } from '../domain/placement-errors.js';
import { SEARCHED_FIELDS, searchedTexts } from '../domain/searched-texts.js';
import { DocumentRow } from './document.row.js';
import { replaceRefKeys } from './replace-ref-keys.js';
import { INSERT_DOCUMENT } from './sql/insert-document.sql.js';
import { INSERT_HISTORY } from './sql/insert-history.sql.js';
import { LOCK_DOCUMENTS } from './sql/lock-documents.sql.js';
import { SELECT_EDITED_MEANWHILE } from './sql/select-edited-meanwhile.sql.js';
import { UPDATE_DOCUMENTS } from './sql/update-documents.sql.js';
import { UPSERT_SEARCH } from './sql/upsert-search.sql.js';
import { UPSERT_TEXT } from './sql/upsert-text.sql.js';
import { toTsvector } from './to-tsvector.js';

/** Together they stay below the 1 MB of a tsvector, positions included. */
const MOST_BYTES_OF_MEMBERS = 300_000;
const MOST_BYTES_OF_TEXT = 600_000;

interface Written {
  id: number;
  at: Date;
}

@Injectable()
export class TypeOrmDocumentRepository extends DocumentRepository {
  constructor(
    private readonly unitOfWork: TypeOrmUnitOfWork,
    private readonly clock: Clock,
  ) {
    super();
  }

  async lockContent(sha256: string): Promise<void> {
    await this.unitOfWork.transactional.query(
      `SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))`,
      [sha256],
    );
  }

  async withoutDocument(sha256s: readonly string[]): Promise<string[]> {
    const rows: { sha256: string }[] = await this.unitOfWork.manager.query(
      `SELECT kept.sha256 FROM unnest($1::text[]) AS kept (sha256)
       WHERE NOT EXISTS (SELECT FROM documents WHERE documents.sha256 = kept.sha256)`,
      [sha256s],
    );
    return rows.map((row) => row.sha256);
  }

  async isOrphan(sha256: string): Promise<boolean> {
    const manager = this.unitOfWork.transactional;
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [sha256]);
    return !(await manager.getRepository(DocumentRow).existsBy({ sha256 }));
  }

  async add(document: NewDocument, actor: string): Promise<number> {
    const added = await this.unitOfWork.transactional
      .query<Written[]>(INSERT_DOCUMENT, [JSON.stringify(toRow(document)), wordsOfMembers(document)])
      .catch((error: unknown) => refuse(error, document));
    const { id, at } = added[0] as Written;
    await this.saveHistory([{ id, at, changes: Document.received(document) }], actor);
    if (!document.externalRefs.equals(ExternalRefs.EMPTY)) {
      await replaceRefKeys(this.unitOfWork.transactional, [{ id, externalRefs: document.externalRefs }]);
    }
    return id;
  }

  async forChange(id: number): Promise<Document> {
    const [document] = await this.manyForChange([id]);
    if (!document) throw new DomainError('not-found', 'document_not_found', `There is no document ${id}.`);
    return document;
  }

  async manyForChange(ids: readonly number[]): Promise<Document[]> {
    if (ids.length === 0) return [];
    const rows = await this.unitOfWork.transactional.query<DocumentRow[]>(LOCK_DOCUMENTS, [ids]);
    return rows.map((row) => Document.restore(toState(row), () => this.clock.now()));
  }

  async save(documents: readonly Document[], actor: string): Promise<void> {
    await this.write(documents, actor);
    const found = documents.filter(({ changes }) => changes.some(({ field }) => SEARCHED_FIELDS.has(field)));
    if (found.length === 0) return;
    await this.unitOfWork.transactional.query(UPSERT_SEARCH, [
      found.map(({ id }) => id),
      found.map((document) => wordsOfMembers(document.snapshot())),
    ]);
  }

  async saveWithText(document: Document, text: string, actor: string): Promise<void> {
    await this.write([document], actor);
    await this.unitOfWork.transactional.query(UPSERT_TEXT, [
      ...[document.id, text, toTsvector([text], MOST_BYTES_OF_TEXT)],
      wordsOfMembers(document.snapshot()),
    ]);
  }

  async editedSinceRequested(id: number, systemActor: string): Promise<Set<string>> {
    const rows: { field: string }[] = await this.unitOfWork.transactional.query(SELECT_EDITED_MEANWHILE, [
      id,
      systemActor,
    ]);
    return new Set(rows.map(({ field }) => field));
  }

  async remove({ id }: Document, actor: string): Promise<void> {
    const manager = this.unitOfWork.transactional;
    await manager.getRepository(DocumentRow).delete(id);
    await manager.query(
      `UPDATE document_history SET from_value = NULL, to_value = NULL
        WHERE document_id = $1 AND (from_value IS NOT NULL OR to_value IS NOT NULL)`,
      [id],
    );
    await this.saveHistory(
      [{ id, at: this.clock.now(), changes: [{ action: 'deleted', field: null, from: null, to: null }] }],
      actor,
    );
  }

  private async write(documents: readonly Document[], actor: string): Promise<void> {
    const changed = documents.filter((document) => document.changes.length > 0);
    if (changed.length === 0) return;
    const rows = changed.map((document) => {
      const { id, ...state } = document.snapshot();
      return { id, ...toRow(state) };
    });
    const [written] = await this.unitOfWork.transactional
      .query<[Written[]]>(UPDATE_DOCUMENTS, [JSON.stringify(rows), rows.map(({ id }) => id)])
      .catch((error: unknown) => refuse(error, movedOf(changed).snapshot()));
    const times = new Map(written.map(({ id, at }) => [id, at]));
    await this.saveHistory(
      changed.map(({ id, changes }) => ({ id, at: times.get(id) as Date, changes })),
      actor,
    );
    await replaceRefKeys(
      this.unitOfWork.transactional,
      changed.filter(({ changes }) => changes.some(({ field }) => field === 'external_refs')),
    );
  }

  private async saveHistory(
    entries: { id: number; at: Date; changes: readonly DocumentChange[] }[],
    actor: string,
  ): Promise<void> {
    const lines = entries.flatMap(({ id, at, changes }) => changes.map((change) => ({ id, at, ...change })));
    await this.unitOfWork.transactional.query(INSERT_HISTORY, [
      plainArray(lines.map((line) => line.id)),
      plainArray(lines.map((line) => line.at)),
      actor,
      plainArray(lines.map((line) => line.action)),
      plainArray(lines.map((line) => line.field)),
      lines.map((line) => toJsonText(line.from)),
      lines.map((line) => toJsonText(line.to)),
    ]);
  }
}

/** What was there when it was looked for can be deleted before the document is written. */
function refuse(error: unknown, { contactId, folderId, profileId }: NewDocument): never {
  if (violates(error, 'fk_documents_contact')) throw unknownContact(contactId);
  if (violates(error, 'fk_documents_folder')) throw unknownFolder(folderId);
  if (violates(error, 'fk_documents_profile')) throw unknownProfile(profileId, '/profile_id');
  throw error;
}

/** The foreign keys are checked where they changed, and that happens to one document at a time. */
function movedOf(changed: readonly Document[]): Document {
  const moves = (document: Document): boolean =>
    document.changes.some(({ field }) => /^(contact|folder|profile)_id$/.test(field ?? ''));
  return changed.find(moves) ?? (changed[0] as Document);
}

function wordsOfMembers(document: NewDocument): string {
  return toTsvector(searchedTexts(document), MOST_BYTES_OF_MEMBERS);
}

function toRow(state: NewDocument): Omit<DocumentRow, 'id'> {
  return {
    filename: state.filename,
    originalFilename: state.originalFilename,
    mimeType: state.mimeType,
    size: state.size,
    sha256: state.sha256,
    status: state.status,
    statusReason: state.statusReason,
    source: state.source,
    contactId: state.contactId,
    folderId: state.folderId,
    profileId: state.profileId,
    docType: state.docType,
    docDate: state.docDate,
    notes: state.notes,
    aiSummary: state.aiSummary,
    confidenceScore: state.confidenceScore,
    confidenceReasoning: state.confidenceReasoning,
    extractedFields: state.extractedFields,
    customFields: state.customFields,
    lineItems: state.lineItems,
    externalRefs: state.externalRefs.text,
    revision: state.revision,
    exportedAt: state.exportedAt,
    version: state.version,
    createdAt: state.createdAt,
    updatedAt: state.updatedAt,
  };
}

/** Also for the queries, which read the same row with names beside it. */
export function toState(row: DocumentRow): DocumentState {
  return {
    id: row.id,
    filename: row.filename,
    originalFilename: row.originalFilename,
    mimeType: row.mimeType,
    size: Number(row.size),
    sha256: row.sha256,
    status: row.status as DocumentStatus,
    statusReason: row.statusReason,
    source: row.source as DocumentSource,
    contactId: row.contactId,
    folderId: row.folderId,
    profileId: row.profileId,
    docType: row.docType,
    docDate: row.docDate,
    notes: row.notes,
    aiSummary: row.aiSummary,
    confidenceScore: row.confidenceScore,
    confidenceReasoning: row.confidenceReasoning,
    extractedFields: row.extractedFields,
    customFields: row.customFields,
    lineItems: row.lineItems,
    externalRefs: ExternalRefs.fromStored(row.externalRefs),
    revision: row.revision,
    exportedAt: row.exportedAt,
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
