/** Who uploaded the file that `document` has, and when: `upload.actor`, `upload.at`. */
export const LAST_UPLOAD = `
    LEFT JOIN LATERAL (SELECT actor, at FROM document_history AS line
                        WHERE line.document_id = document.id AND line.field IS NULL
                          AND line.action IN ('uploaded', 'new_version')
                        ORDER BY line.id DESC LIMIT 1) AS upload ON true`;
