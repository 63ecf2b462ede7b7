/**
 * $1 document id. The fields that people have set since the document was given to extraction, by its upload, by a new
 * version of its file or by somebody's request to read it again. What a lost worker gave back is still the same
 * request.
 */
export const SELECT_EDITED_MEANWHILE = `
  SELECT DISTINCT edit.field
    FROM document_history AS edit
   WHERE edit.document_id = $1 AND edit.action = 'edited' AND edit.field IS NOT NULL
     AND edit.id > (SELECT max(begin.id) FROM document_history AS begin
                     WHERE begin.document_id = $1
                       AND (begin.action IN ('uploaded', 'new_version')
                            OR (begin.field = 'status' AND begin.to_value = '"New"' AND begin.actor <> $2)))`;
