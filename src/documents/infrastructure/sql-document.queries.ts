import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import {
  DocumentQueries,
  type ChangesPage,
  type DocumentFilter,
  type DocumentView,
  type HistoryEntry,
  type RecordName,
} from '../application/document.queries.js';
import { confidenceLabel } from '../domain/confidence.js';
import type { DocumentRow } from './document.row.js';
import { refKey } from './ref-key.js';
import { SELECT_DOCUMENTS } from './sql/select-documents.sql.js';
import { SELECT_HORIZON } from './sql/select-horizon.sql.js';
import { SELECT_IDS_BY_REF_KEYS } from './sql/select-ids-by-ref-keys.sql.js';
import { toTsquery } from './to-tsquery.js';
import { toState } from './typeorm-document.repository.js';

/**
 * A search looks at the newest documents one by one, then by the index of words among all: many documents have a
 * common word, and the index would name them all. The planner is kept from mixing the two up (IS TRUE hides a
 * condition from indexes, "+ 0" an order), because it takes a comparison of words for as cheap as one of numbers.
 * 200,000 documents of 140 words, a page: a word that half or all of them have, 5 to 10 ms; that nobody has, or one
 * in a thousand, 60 ms; that 100,000 have, none of them new, 1 s.
 */
const NEWEST = 2000;
const AMONG_FEW =
  'document.id IN (SELECT document_id FROM document_search WHERE (words @@ ?::tsquery) IS TRUE)';
const AMONG_ALL = 'document.id IN (SELECT document_id FROM document_search WHERE words @@ ?::tsquery)';

type ViewRow = DocumentRow & Pick<DocumentView, 'contactName' | 'folderName' | 'duplicateOf'>;

@Injectable()
export class SqlDocumentQueries extends DocumentQueries {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async byIds(ids: readonly number[]): Promise<DocumentView[]> {
    const rows: ViewRow[] = await this.unitOfWork.manager.query(
      `${SELECT_DOCUMENTS} AND document.id = ANY($1::integer[]) ORDER BY array_position($1::integer[], document.id)`,
      [ids],
    );
    return rows.map(toView);
  }

  async list(filter: DocumentFilter, limit: number, before: number | undefined): Promise<DocumentView[]> {
    const place: Condition = ['document.id < ?', before];
    const search = searchOf(filter);
    if (search === undefined) return this.find(filter, [place], 'document.id DESC', limit);
    if (search.words === undefined) return [];
    const floor = await this.floor(before);
    const newest = await this.find(
      filter,
      [place, ['document.id >= ?', floor], [AMONG_FEW, search.words]],
      'document.id DESC',
      limit,
    );
    if (newest.length === limit || floor === 0) return newest;
    return this.find(filter, [place, [AMONG_ALL, search.words]], 'document.id + 0 DESC', limit);
  }

  async listByUpdate(filter: DocumentFilter, limit: number, after: Date | undefined): Promise<ChangesPage> {
    const search = searchOf(filter);
    if (search && search.words === undefined) return { documents: [], more: false };
    const [until]: { horizon: string }[] = await this.unitOfWork.manager.query(SELECT_HORIZON);
    const { updatedAfter, ...others } = filter;
    const find = (place: Condition[], most: number | null): Promise<DocumentView[]> =>
      this.find(
        others,
        [...place, ['document.updated_at < ?::timestamptz', until?.horizon], [AMONG_ALL, search?.words]],
        search ? "document.updated_at + interval '0', document.id + 0" : 'document.updated_at, document.id',
        most,
      );
    const documents =
      updatedAfter && !after ? await find([['document.updated_at = ?', updatedAfter]], null) : [];
    const later = await find([['document.updated_at > ?', after ?? updatedAfter]], limit + 1);
    documents.push(...later.slice(0, limit));
    const last = later[limit - 1];
    const next = later[limit];
    if (!last || !next) return { documents, more: false };
    if (next.updatedAt > last.updatedAt) return { documents, more: true };
    const sameTime: Condition = ['document.updated_at = ?', last.updatedAt];
    documents.push(...(await find([sameTime, ['document.id > ?', last.id]], null)));
    const beyond = await find([['document.updated_at > ?', last.updatedAt]], 1);
    return { documents, more: beyond.length > 0 };
  }

  async idsByRecords(records: readonly RecordName[], limit: number): Promise<number[][]> {
    const rows: { ids: number[] }[] = await this.unitOfWork.manager.query(SELECT_IDS_BY_REF_KEYS, [
      records.map(keyOf),
      limit,
    ]);
    return rows.map(({ ids }) => ids);
  }

  history(id: number, limit: number, before = Number.MAX_SAFE_INTEGER): Promise<HistoryEntry[]> {
    return this.unitOfWork.manager.query<HistoryEntry[]>(
      `SELECT id, at, actor, action, field, from_value AS "from", to_value AS "to"
         FROM document_history WHERE document_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3`,
      [id, before, limit],
    );
  }

  async text(id: number): Promise<string | undefined> {
    const rows: { text: string }[] = await this.unitOfWork.manager.query(
      `SELECT text FROM document_texts WHERE document_id = $1`,
      [id],
    );
    return rows[0]?.text;
  }

  async isDeleted(id: number): Promise<boolean> {
    const rows: unknown[] = await this.unitOfWork.manager.query(
      `SELECT 1 FROM document_history WHERE document_id = $1 AND action = 'deleted'`,
      [id],
    );
    return rows.length > 0;
  }

  private async find(
    filter: DocumentFilter,
    place: readonly Condition[],
    order: string,
    limit: number | null, // null: all
  ): Promise<DocumentView[]> {
    const values: unknown[] = [];
    const conditions = [...place, ...conditionsOf(filter)]
      .filter(([, value]) => value !== undefined)
      .map(([sql, ...given]) => ` AND ${sql.replaceAll('?', () => `$${values.push(given.shift())}`)}`);
    const rows: ViewRow[] = await this.unitOfWork.manager.query(
      `${SELECT_DOCUMENTS}${conditions.join('')} ORDER BY ${order} LIMIT $${values.push(limit)}`,
      values,
    );
    return rows.map(toView);
  }

  /** Where the newest few thousand documents below `before` begin; 0 when there are no others. */
  private async floor(before = Number.MAX_SAFE_INTEGER): Promise<number> {
    const rows: { id: number }[] = await this.unitOfWork.manager.query(
      `SELECT id FROM documents WHERE id < $1::bigint ORDER BY id DESC OFFSET ${NEWEST} LIMIT 1`,
      [before],
    );
    return rows[0]?.id ?? 0;
  }
}

/** By one key the planner can walk through its entries in the order of the list, and stop when the page is full. */
const THE_KEY = 'document.id IN (SELECT document_id FROM document_ref_keys WHERE key = ?::uuid)';
const ONE_OF_KEYS = 'document.id IN (SELECT document_id FROM document_ref_keys WHERE key = ANY (?::uuid[]))';
const THE_SYSTEM = 'document.id IN (SELECT document_id FROM document_ref_systems WHERE key = ?::uuid)';

type Condition = readonly [sql: string, ...values: unknown[]];

function conditionsOf(filter: DocumentFilter): Condition[] {
  const [status, ...others] = filter.status ?? [];
  return [
    others.length === 0 ? ['document.status = ?', status] : ['document.status = ANY (?)', filter.status],
    ['document.contact_id = ?', filter.contactId],
    ['document.folder_id = ?', filter.folderId],
    ['document.profile_id = ?', filter.profileId],
    ['document.source = ?', filter.source],
    ['document.created_at >= ?', filter.createdAfter],
    ['document.created_at < ?', filter.createdBefore],
    ['document.updated_at >= ?', filter.updatedAfter],
    ['document.sha256 = ?', filter.sha256],
    ofRecords(filter.records),
    filter.record && filter.record.recordId === undefined
      ? [THE_SYSTEM, keyOf(filter.record)]
      : ofRecords(filter.record && [filter.record]),
  ];
}

function ofRecords(records: readonly RecordName[] | undefined): Condition {
  const keys = records?.map(keyOf);
  return keys?.length === 1 ? [THE_KEY, keys[0]] : [ONE_OF_KEYS, keys];
}

function keyOf({ system, recordId }: RecordName): string {
  return refKey(system, recordId);
}

function searchOf({ q }: DocumentFilter): { words: string | undefined } | undefined {
  return q === undefined ? undefined : { words: toTsquery(q) };
}

function toView(row: ViewRow): DocumentView {
  return {
    ...toState(row),
    contactName: row.contactName,
    folderName: row.folderName,
    confidenceLabel: confidenceLabel(row.confidenceScore),
    duplicateOf: row.duplicateOf,
  };
}
