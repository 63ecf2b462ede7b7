/**
 * $1 endpoint id, whose state the caller has locked, so that nothing of it is claimed meanwhile. Due since they were
 * made: the oldest goes first. A revision lower than one that has arrived is superseded. While a higher one is under
 * way, or was sent and has not ended, nobody knows whether it has, and the lower one stays for the next look.
 * Overtaking happens when an export and an enabling cross.
 */
export const REQUEUE_PARKED = `
  WITH candidate AS MATERIALIZED (
    SELECT parked.delivery_id,
           parked.resend_of IS NULL AND EXISTS (
             SELECT FROM webhook_delivery_history AS later
              WHERE later.document_id = parked.document_id AND later.endpoint_id = parked.endpoint_id
                AND later.revision > parked.revision AND later.state = 'delivered') AS overtaken
      FROM webhook_parked_deliveries AS parked
     WHERE parked.endpoint_id = $1 AND parked.reason IN ('endpoint_disabled', 'gone')
       AND (parked.resend_of IS NOT NULL OR NOT EXISTS (
             SELECT FROM webhook_deliveries AS later
              WHERE later.document_id = parked.document_id AND later.endpoint_id = parked.endpoint_id
                AND later.revision > parked.revision AND later.resend_of IS NULL
                AND (later.claim_token IS NOT NULL OR later.attempts > 0)))
     FOR UPDATE OF parked SKIP LOCKED
  ), moved AS (
    DELETE FROM webhook_parked_deliveries AS parked USING candidate
     WHERE parked.delivery_id = candidate.delivery_id
    RETURNING parked.*, candidate.overtaken
  ), requeued AS (
    INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision, attempts, resend_of,
           created_at, due_at)
    SELECT delivery_id, event_id, event, endpoint_id, document_id, revision, attempts, resend_of, created_at, created_at
      FROM moved WHERE NOT overtaken
  ), superseded AS (
    INSERT INTO webhook_delivery_history (delivery_id, event_id, event, endpoint_id, document_id, revision, attempts,
           resend_of, created_at, state, reason)
    SELECT delivery_id, event_id, event, endpoint_id, document_id, revision, attempts, resend_of, created_at,
           'superseded', 'later_revision'
      FROM moved WHERE overtaken
  )
  SELECT count(*) AS count FROM moved`;
