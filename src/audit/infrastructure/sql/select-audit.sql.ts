import { ACCESS_EVENTS_PART } from './access-events-part.sql.js';
import { DOCUMENT_HISTORY_PART } from './document-history-part.sql.js';
import { OPERATOR_ACTIONS_PART } from './operator-actions-part.sql.js';

/** One for each log, by its number in the order of entries of one millisecond. A number is never another log's. */
const PARTS = { 1: DOCUMENT_HISTORY_PART, 2: OPERATOR_ACTIONS_PART, 3: ACCESS_EVENTS_PART };

/**
 * $1 actor, $2 document id, $3 kind, $4 since, $5 until, $6 q, each null for any; $7 to $9 the key of the entry before
 * (time, source, id) or nulls, $10 the limit. Each part stops when it has a page.
 */
export const SELECT_AUDIT = `
  SELECT * FROM (${Object.entries(PARTS)
    .map(
      ([source, part]) => `
      (SELECT ${source} AS source, id::float8 AS id, at, actor, kind, "subjectType", "subjectId", summary, "documentId"
         FROM (${part}) AS part
        WHERE ($1::text IS NULL OR actor = $1)
          AND ($2::integer IS NULL OR "documentId" = $2)
          AND ($3::text IS NULL OR kind = $3 OR starts_with(kind, $3 || '.'))
          AND ($4::timestamptz IS NULL OR at >= $4)
          AND ($5::timestamptz IS NULL OR at < $5)
          AND ($6::text IS NULL OR strpos(lower(actor || E'\\n' || summary), lower($6)) > 0)
          AND ($7::timestamptz IS NULL
               OR at <= $7 AND (at, ${source}, id) < ($7, $8::integer, $9::bigint))
        ORDER BY part.at DESC, part.id DESC LIMIT $10)`,
    )
    .join(' UNION ALL ')}) AS entry
  ORDER BY at DESC, source DESC, id DESC LIMIT $10`;
