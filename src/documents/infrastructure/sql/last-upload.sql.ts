/** Who uploaded the file that `document` has, and when, by its history: `upload.actor`, `upload.at`. */
export const LAST_UPLOAD = `
   CROSS JOIN LATERAL (SELECT coalesce(max(line.actor), 'system') AS actor, coalesce(max(line.at), document.created_at) AS at
                         FROM (SELECT actor, at FROM document_history
                                WHERE document_id = document.id AND field IS NULL
                                  AND action IN ('uploaded', 'new_version')
                                ORDER BY id DESC LIMIT 1) AS line) AS upload`;
