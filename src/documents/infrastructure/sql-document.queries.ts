import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import {
  DocumentQueries,
  type DocumentFilter,
  type DocumentView,
  type HistoryEntry,
} from '../application/document.queries.js';
import { confidenceLabel } from '../domain/confidence.js';
import type { DocumentRow } from './document.row.js';
import { SELECT_DOCUMENTS } from './sql/select-documents.sql.js';
import { SELECT_HORIZON } from './sql/select-horizon.sql.js';
import { toTsquery } from './to-tsquery.js';
import { toState } from './typeorm-document.repository.js';

const FOUND_BY =
  'document.id IN (SELECT search.document_id FROM document_search AS search WHERE search.words @@ ?::tsquery)';

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

  list(filter: DocumentFilter, limit: number, before: number | undefined): Promise<DocumentView[]> {
    return this.find(filter, [['document.id < ?', before]], 'document.id DESC', limit);
  }

  async listByUpdate(
    filter: DocumentFilter,
    limit: number,
    after: { updatedAt: Date; id: number } | undefined,
  ): Promise<DocumentView[]> {
    const [until]: { horizon: string }[] = await this.unitOfWork.manager.query(SELECT_HORIZON);
    return this.find(
      filter,
      [
        ['document.updated_at < ?::timestamptz', until?.horizon],
        ['(document.updated_at, document.id) > (?, ?)', after?.updatedAt, after?.id],
      ],
      'document.updated_at, document.id',
      limit,
    );
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
    limit: number,
  ): Promise<DocumentView[]> {
    const words = filter.q === undefined ? undefined : toTsquery(filter.q);
    if (filter.q !== undefined && words === undefined) return [];
    const values: unknown[] = [];
    const conditions = [...place, ...conditionsOf(filter), [FOUND_BY, words] as const]
      .filter(([, value]) => value !== undefined)
      .map(([sql, ...given]) => ` AND ${sql.replaceAll('?', () => `$${values.push(given.shift())}`)}`);
    const rows: ViewRow[] = await this.unitOfWork.manager.query(
      `${SELECT_DOCUMENTS}${conditions.join('')} ORDER BY ${order} LIMIT $${values.push(limit)}`,
      values,
    );
    return rows.map(toView);
  }
}

type Condition = readonly [sql: string, ...values: unknown[]];

function conditionsOf(filter: DocumentFilter): Condition[] {
  const [status, ...others] = filter.status ?? [];
  return [
    others.length === 0 ? ['document.status = ?', status] : ['document.status = ANY (?)', filter.status],
    ['document.contact_id = ?', filter.contactId],
    ['document.folder_id = ?', filter.folderId],
    ['document.source = ?', filter.source],
    ['document.created_at >= ?', filter.createdAfter],
    ['document.created_at < ?', filter.createdBefore],
    ['document.updated_at >= ?', filter.updatedAfter],
    ['document.sha256 = ?', filter.sha256],
  ];
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
