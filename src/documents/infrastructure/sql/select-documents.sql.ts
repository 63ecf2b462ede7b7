import { DOCUMENT_COLUMNS } from './document-columns.sql.js';

/** A document with its names, to be completed with WHERE and ORDER. */
export const SELECT_DOCUMENTS = `
  SELECT ${DOCUMENT_COLUMNS}, contact.name AS "contactName", folder.name AS "folderName",
         ARRAY(SELECT older.id FROM documents AS older
                WHERE older.sha256 = document.sha256 AND older.id < document.id
                ORDER BY older.id LIMIT 100) AS "duplicateOf"
    FROM documents AS document
    JOIN contacts AS contact ON contact.id = document.contact_id
    JOIN folders AS folder ON folder.id = document.folder_id
   WHERE true`;
