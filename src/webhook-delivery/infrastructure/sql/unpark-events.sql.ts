/** $1 endpoint id, $2 event ids. As a resend does: the same deliveries, pending again with a fresh schedule. */
export const UNPARK_EVENTS = `
  WITH unparked AS (
    DELETE FROM webhook_parked_deliveries WHERE endpoint_id = $1 AND event_id = ANY ($2::uuid[]) RETURNING *
  )
  INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision, attempts,
         resend_of, created_at, resent, due_at)
  SELECT delivery_id, event_id, event, endpoint_id, document_id, revision, attempts, resend_of, created_at, true,
         now() + row_number() OVER (ORDER BY event_id) * interval '1 microsecond'
    FROM unparked ORDER BY event_id`;
