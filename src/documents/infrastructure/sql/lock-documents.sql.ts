import { DOCUMENT_COLUMNS } from './document-columns.sql.js';

/** $1 ids. Locks them in one order for everybody, so that two sets cannot deadlock. */
export const LOCK_DOCUMENTS = `
  SELECT ${DOCUMENT_COLUMNS}
    FROM documents AS document
   WHERE document.id = ANY ($1::integer[])
   ORDER BY document.id FOR NO KEY UPDATE`;
