/** A JSON text for people: cut, and a string without its quotes. What is not valid any more once cut is no trouble. */
const shown = (column: string): string =>
  `replace(regexp_replace(left(nullif(${column}, 'null'), 200), '^"|"$', '', 'g'), '\\"', '"')`;

export const DOCUMENT_HISTORY_PART = `
  SELECT id, at, actor, 'document.' || action AS kind, 'document' AS "subjectType", document_id::text AS "subjectId",
         concat_ws(': ', replace(coalesce(field, action), '_', ' '),
           nullif(concat_ws(' → ', ${shown('from_value')}, ${shown('to_value')}), '')) AS summary,
         document_id AS "documentId"
    FROM document_history`;
