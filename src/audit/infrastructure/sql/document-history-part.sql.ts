/** Values are JSON texts, which stay as they are spelled but for the quotes around them. */
export const DOCUMENT_HISTORY_PART = `
  SELECT id, at, actor, 'document.' || action AS kind, 'document' AS "subjectType", document_id::text AS "subjectId",
         concat_ws(': ', replace(coalesce(field, action), '_', ' '), nullif(concat_ws(' → ',
           trim(BOTH '"' FROM left(nullif(from_value, 'null'), 200)),
           trim(BOTH '"' FROM left(nullif(to_value, 'null'), 200))), '')) AS summary,
         document_id AS "documentId"
    FROM document_history`;
