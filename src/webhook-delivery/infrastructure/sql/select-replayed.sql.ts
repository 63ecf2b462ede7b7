/** $1 endpoint id, `event` a row of the events: it never had a delivery there, and the endpoint wants it. */
export const IS_MISSING = `
      event.event LIKE 'document.%'
      AND event.event = ANY ((SELECT events FROM webhook_endpoints WHERE id = $1)::text[])
      AND NOT EXISTS (SELECT FROM webhook_deliveries AS hot
                       WHERE hot.document_id = event.document_id AND hot.endpoint_id = $1
                         AND hot.revision = event.revision)
      AND NOT EXISTS (SELECT FROM webhook_parked_deliveries AS parked
                       WHERE parked.endpoint_id = $1 AND parked.event_id = event.event_id)
      AND NOT EXISTS (SELECT FROM webhook_delivery_history AS finished
                       WHERE finished.endpoint_id = $1 AND finished.event_id = event.event_id)`;

/**
 * $1 endpoint id, $2 states, $3 whether missing ones too, then the parameters of `range`, a condition on `event_id`.
 * The events that a replay is about, each once however many deliveries it has there. One whose body retention has
 * dropped is none.
 */
export const selectReplayed = (range: string): string => `
    SELECT event_id FROM webhook_delivery_history
     WHERE endpoint_id = $1 AND state = ANY ($2::text[]) AND ${range}
       AND event_id IN (SELECT event_id FROM outbox_events WHERE ${range})
    UNION
    SELECT event_id FROM webhook_parked_deliveries WHERE endpoint_id = $1 AND 'parked' = ANY ($2::text[]) AND ${range}
    UNION
    SELECT event.event_id FROM outbox_events AS event WHERE $3::boolean AND ${range} AND ${IS_MISSING}`;
