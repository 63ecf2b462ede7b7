/**
 * $1 how many, $2 lease in seconds, $3 claim token. The documents are locked, not only their queue rows: whoever
 * changes a document locks it first, so the two can never wait for each other crosswise.
 */
export const CLAIM_DOCUMENTS = `
  UPDATE document_processing AS job
     SET claim_token = $3, lease_until = now() + make_interval(secs => $2), attempts = job.attempts + 1
    FROM (SELECT waiting.document_id
            FROM document_processing AS waiting
            JOIN documents AS document ON document.id = waiting.document_id
           WHERE waiting.claim_token IS NULL AND waiting.due_at <= now()
             AND document.status = 'New'
           ORDER BY waiting.due_at, waiting.document_id
           LIMIT $1 FOR NO KEY UPDATE OF document SKIP LOCKED) AS due
   WHERE job.document_id = due.document_id AND job.claim_token IS NULL
  RETURNING job.document_id AS "documentId", job.attempts AS attempt`;
