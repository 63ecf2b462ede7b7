/**
 * $1 endpoint id, $2 event ids, $3 states. A resend of the last delivery of each event in one of these states, unless
 * it has an unfinished one. Returns the ids of the new ones: the caller takes back those whose event was being parked
 * at this moment (the insert waits for that). Due one microsecond after the other, so that they set out in the order
 * of their events.
 */
export const COPY_EVENTS = `
  WITH latest AS (
    SELECT DISTINCT ON (event_id) delivery_id, event_id, event, endpoint_id, document_id, revision
      FROM webhook_delivery_history AS finished
     WHERE endpoint_id = $1 AND event_id = ANY ($2::uuid[]) AND state = ANY ($3::text[])
       AND NOT EXISTS (SELECT FROM webhook_parked_deliveries AS parked
                        WHERE parked.endpoint_id = $1 AND parked.event_id = finished.event_id)
     ORDER BY event_id, delivery_id DESC
  ), copy AS (
    INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision, resend_of, due_at)
    SELECT next_uuid7(), event_id, event, endpoint_id, document_id, revision, delivery_id,
           now() + row_number() OVER (ORDER BY event_id) * interval '1 microsecond'
      FROM latest ORDER BY event_id
    ON CONFLICT DO NOTHING
    RETURNING delivery_id, event_id, endpoint_id
  ), accepted AS (
    INSERT INTO webhook_extra_deliveries (delivery_id, event_id, endpoint_id) TABLE copy
  )
  SELECT delivery_id AS id FROM copy`;
