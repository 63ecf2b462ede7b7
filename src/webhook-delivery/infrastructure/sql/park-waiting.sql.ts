/**
 * $1 endpoint id, $2 reason, $3 how many. What is claimed or locked at this moment stays; the next look finds it.
 * Waiting for it could deadlock with a settle of several rows. The last ones first, so that when the endpoint is
 * enabled half way, what is left to be sent is lower than what is parked. ORDER BY and keys as an array: as in
 * CLAIM_DELIVERIES.
 */
export const PARK_WAITING = `
  WITH waiting AS MATERIALIZED (
    SELECT delivery_id FROM webhook_deliveries
     WHERE endpoint_id = $1 AND claim_token IS NULL
     ORDER BY due_at DESC, delivery_id DESC LIMIT $3 FOR UPDATE SKIP LOCKED
  ), moved AS (
    DELETE FROM webhook_deliveries WHERE delivery_id = ANY (ARRAY(SELECT delivery_id FROM waiting)) RETURNING *
  ), parked AS (
    INSERT INTO webhook_parked_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision, attempts,
           reason, resend_of, created_at, resent)
    SELECT delivery_id, event_id, event, endpoint_id, document_id, revision, attempts, $2, resend_of, created_at, resent
      FROM moved RETURNING 1
  )
  SELECT count(*) AS count FROM parked`;
