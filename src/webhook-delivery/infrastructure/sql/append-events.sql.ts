/**
 * $1 event ids, $2 events, $3 document ids, $4 revisions, $5 bodies, $6 times, $7 endpoints that they are about. The
 * list of endpoints is recorded on the event and fanned out from there in the same statement, so the two cannot differ.
 * Enabled or not: what is exported while an endpoint is off is parked for it. One that is being switched at this moment
 * finds it by itself. What is about an endpoint is not kept when no other one wants to know.
 */
export const APPEND_EVENTS = `
  WITH recorded AS (
    INSERT INTO outbox_events (event_id, event, document_id, revision, endpoint_ids, body, created_at)
    SELECT message.event_id, message.event, message.document_id, message.revision, subscribed.ids, message.body,
           message.at
      FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::integer[], $5::text[], $6::timestamptz[], $7::integer[])
        AS message (event_id, event, document_id, revision, body, at, about)
     CROSS JOIN LATERAL (
           SELECT ARRAY(SELECT endpoint.id FROM webhook_endpoints AS endpoint
                         WHERE endpoint.deleted_at IS NULL AND message.event = ANY (endpoint.events)
                           AND endpoint.id IS DISTINCT FROM message.about ORDER BY endpoint.id) AS ids) AS subscribed
     WHERE message.about IS NULL OR subscribed.ids <> '{}'
    RETURNING event_id, event, document_id, revision, endpoint_ids
  ), delivery AS (
    SELECT next_uuid7() AS delivery_id, event_id, event, endpoint_id, document_id, revision,
           CASE WHEN state.gate = 'gone' THEN 'gone' WHEN NOT endpoint.enabled THEN 'endpoint_disabled' END AS parked
      FROM recorded CROSS JOIN LATERAL unnest(endpoint_ids) AS endpoint_id
      JOIN webhook_endpoints AS endpoint ON endpoint.id = endpoint_id
      JOIN webhook_endpoint_states AS state USING (endpoint_id)
  ), parked AS (
    INSERT INTO webhook_parked_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision, attempts,
           reason, created_at)
    SELECT delivery_id, event_id, event, endpoint_id, document_id, revision, 0, parked, now()
      FROM delivery WHERE parked IS NOT NULL
  ), unsequenced AS (
    INSERT INTO outbox_unsequenced (event_id) SELECT event_id FROM recorded
  )
  INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision)
  SELECT delivery_id, event_id, event, endpoint_id, document_id, revision FROM delivery WHERE parked IS NULL`;
