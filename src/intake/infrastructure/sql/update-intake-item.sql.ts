/** $1: id, then what an attempt or a request for one changes. */
export const UPDATE_INTAKE_ITEM = `
  UPDATE intake_items
     SET sha256 = $2, result = $3, reason = $4, attempts = $5, document_id = $6, retry_requested_at = $7,
         updated_at = clock_timestamp()
   WHERE id = $1`;
