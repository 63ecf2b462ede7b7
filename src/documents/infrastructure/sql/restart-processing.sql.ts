/**
 * $1 document id. What waits is due at once, with all its attempts. A claim gets another token, so that its worker can
 * neither renew nor settle it, and a lease that is over, so that it is given back as what any lost worker had.
 */
export const RESTART_PROCESSING = `
  INSERT INTO document_processing AS job (document_id) VALUES ($1)
      ON CONFLICT (document_id) DO UPDATE
     SET due_at = now(), attempts = 0,
         claim_token = CASE WHEN job.claim_token IS NOT NULL THEN gen_random_uuid() END,
         lease_until = CASE WHEN job.claim_token IS NOT NULL THEN now() END`;
