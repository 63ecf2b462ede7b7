/** $1 a delivery's id, $2 reason. The caller has locked it, and seen that it is not claimed. */
export const CANCEL_ONE = `
  WITH queued AS (
    DELETE FROM webhook_deliveries WHERE delivery_id = $1
    RETURNING delivery_id, event_id, event, endpoint_id, document_id, revision, attempts, resend_of, created_at
  ), parked AS (
    DELETE FROM webhook_parked_deliveries WHERE delivery_id = $1
    RETURNING delivery_id, event_id, event, endpoint_id, document_id, revision, attempts, resend_of, created_at
  ), cancelled AS (
    INSERT INTO webhook_delivery_history (delivery_id, event_id, event, endpoint_id, document_id, revision, attempts,
           resend_of, created_at, state, reason)
    SELECT unfinished.*, 'cancelled', $2 FROM (TABLE queued UNION ALL TABLE parked) AS unfinished
    RETURNING 1
  )
  SELECT count(*) AS count FROM cancelled`;
