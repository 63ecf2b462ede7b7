/** $1 exclusive, $2 inclusive. Documents without refs have no keys and are not locked. Ordered as LOCK_DOCUMENTS. */
export const LOCK_REFS_OF_OLDER = `
  SELECT id, external_refs AS refs
    FROM documents
   WHERE id > $1 AND id <= $2 AND external_refs <> '{}'
   ORDER BY id FOR NO KEY UPDATE`;
