/**
 * $1 endpoint id, $2 reason. What is claimed or locked at this moment stays; the next look finds it. Waiting for it
 * could deadlock with a settle of several rows.
 */
export const PARK_WAITING = `
  WITH waiting AS MATERIALIZED (
    SELECT delivery_id FROM webhook_deliveries
     WHERE endpoint_id = $1 AND claim_token IS NULL FOR UPDATE SKIP LOCKED
  ), moved AS (
    DELETE FROM webhook_deliveries AS delivery USING waiting WHERE delivery.delivery_id = waiting.delivery_id
    RETURNING delivery.*
  ), parked AS (
    INSERT INTO webhook_parked_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision, attempts,
           reason, resend_of, created_at)
    SELECT delivery_id, event_id, event, endpoint_id, document_id, revision, attempts, $2, resend_of, created_at
      FROM moved RETURNING 1
  )
  SELECT count(*) AS count FROM parked`;
