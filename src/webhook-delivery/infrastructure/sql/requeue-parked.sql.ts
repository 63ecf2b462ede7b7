import { isKeptForEndpoint } from './is-kept-for-endpoint.sql.js';
import { overtaken } from './overtaken.sql.js';

/**
 * $1 endpoint id, whose state the caller has locked, so that nothing of it is claimed meanwhile, $2 how many. The
 * oldest first, and due since they were made: what is claimed between two of these is the oldest, too. Ids of one
 * millisecond have no order, and a replay may make a lower revision later: the higher one waits for it.
 *
 * A revision that a higher one has overtaken is superseded. It happens when a person sends the lower one again, which
 * had been given up, and the endpoint is disabled before it goes out.
 */
export const REQUEUE_PARKED = `
  WITH candidate AS MATERIALIZED (
    SELECT parked.delivery_id,
           parked.resend_of IS NULL AND ${overtaken('parked', 'parked.endpoint_id')} AS overtaken
      FROM webhook_parked_deliveries AS parked
     WHERE parked.endpoint_id = $1 AND ${isKeptForEndpoint('parked')}
       AND (parked.resend_of IS NOT NULL OR NOT EXISTS (
             SELECT FROM webhook_parked_deliveries AS lower
              WHERE lower.document_id = parked.document_id AND lower.endpoint_id = parked.endpoint_id
                AND lower.revision < parked.revision AND lower.resend_of IS NULL
                AND ${isKeptForEndpoint('lower')} AND lower.delivery_id > parked.delivery_id OFFSET 0))
     ORDER BY parked.delivery_id LIMIT $2 FOR UPDATE OF parked SKIP LOCKED
  ), moved AS (
    DELETE FROM webhook_parked_deliveries WHERE delivery_id = ANY (ARRAY(SELECT delivery_id FROM candidate))
    RETURNING *
  ), requeued AS (
    INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision, attempts, resend_of,
           created_at, resent, due_at)
    SELECT delivery_id, event_id, event, endpoint_id, document_id, revision, attempts, resend_of, created_at, resent,
           created_at
      FROM moved JOIN candidate USING (delivery_id) WHERE NOT overtaken
  ), superseded AS (
    INSERT INTO webhook_delivery_history (delivery_id, event_id, event, endpoint_id, document_id, revision, attempts,
           resend_of, created_at, state, reason)
    SELECT delivery_id, event_id, event, endpoint_id, document_id, revision, attempts, resend_of, created_at,
           'superseded', 'later_revision'
      FROM moved JOIN candidate USING (delivery_id) WHERE overtaken
  )
  SELECT count(*) AS count FROM moved`;
