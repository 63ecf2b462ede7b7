/**
 * $1 actor, $2 action, $3 endpoint id, $4 delivery id, $5 replay id, $6 detail. The endpoint of a delivery is found.
 * What is done to a delivery of a document also becomes a line of its history (whose values are JSON texts),
 * unless the document is deleted.
 */
export const RECORD_OPERATOR_ACTION = `
  WITH delivery AS (
    SELECT endpoint_id, document_id FROM webhook_deliveries WHERE delivery_id = $4::uuid
    UNION ALL
    SELECT endpoint_id, document_id FROM webhook_parked_deliveries WHERE delivery_id = $4::uuid
    UNION ALL
    SELECT endpoint_id, document_id FROM webhook_delivery_history WHERE delivery_id = $4::uuid
  ), line AS (
    INSERT INTO document_history (document_id, at, actor, action, field, from_value, to_value)
    SELECT document.id, now(), $1, 'delivery_' || $2, 'delivery', NULL, to_json($4::text)::text
      FROM delivery JOIN documents AS document ON document.id = delivery.document_id
  )
  INSERT INTO webhook_operator_actions (actor, action, endpoint_id, delivery_id, replay_id, detail)
  VALUES ($1, $2, coalesce($3::integer, (SELECT endpoint_id FROM delivery)), $4::uuid, $5, $6)`;
