import { closeClaims } from './close-claims.sql.js';

/**
 * $1 endpoint id, whose state the caller has locked, $2 reason, $3 how many of each table. Claimed rows go too: their
 * fence no longer matches anything, so the send that is under way settles nothing. What is locked is being settled,
 * moved or claimed at this moment and is left: waiting for it could deadlock with a settle of several rows, which locks
 * no state while the endpoint is steady. ORDER BY and keys as an array: as in CLAIM_DELIVERIES.
 */
export const CANCEL_ENDPOINT = `
  WITH waiting AS MATERIALIZED (
    SELECT delivery_id FROM webhook_deliveries WHERE endpoint_id = $1
     ORDER BY due_at, delivery_id LIMIT $3 FOR UPDATE SKIP LOCKED
  ), stopped AS MATERIALIZED (
    SELECT delivery_id FROM webhook_parked_deliveries WHERE endpoint_id = $1
     ORDER BY event_id LIMIT $3 FOR UPDATE SKIP LOCKED
  ), queued AS (
    DELETE FROM webhook_deliveries WHERE delivery_id = ANY (ARRAY(SELECT delivery_id FROM waiting))
    RETURNING delivery_id, event_id, event, endpoint_id, document_id, revision, attempts, resend_of, created_at,
              claim_token
  ), parked AS (
    DELETE FROM webhook_parked_deliveries WHERE delivery_id = ANY (ARRAY(SELECT delivery_id FROM stopped))
    RETURNING delivery_id, event_id, event, endpoint_id, document_id, revision, attempts, resend_of, created_at
  ), cancelled AS (
    INSERT INTO webhook_delivery_history (delivery_id, event_id, event, endpoint_id, document_id, revision, attempts,
           resend_of, created_at, state, reason)
    SELECT unfinished.*, 'cancelled', $2
      FROM (SELECT delivery_id, event_id, event, endpoint_id, document_id, revision, attempts, resend_of, created_at
              FROM queued UNION ALL TABLE parked) AS unfinished
    RETURNING 1
  ), ${closeClaims('(SELECT claim_token, endpoint_id FROM queued WHERE claim_token IS NOT NULL) AS claimed')}
  SELECT count(*) AS count FROM cancelled`;
