import { closeClaims } from './close-claims.sql.js';
import { QUEUE_CLOCK } from './queue-clock.sql.js';

/**
 * Deliveries whose worker is gone are due again at once. The send counts as an attempt, for the receiver may have got
 * it, but not as a failure. $1 lease in seconds, $2 claims to leave alone, $3 how many. Claims are as many as batches
 * are in flight, so looking costs little. Written as one join, it read the queue at every look (a snapshot held, and
 * 400,000 rows gone: 190,000 blocks, 270 ms).
 */
export const RECOVER_EXPIRED = `
  WITH lapsed AS MATERIALIZED (
    SELECT claim_token, worker, lease_until, ids FROM webhook_claims
     WHERE lease_until < now() AND claim_token <> ALL ($2::uuid[])
  ), expired AS MATERIALIZED (
    SELECT held.delivery_id, held.endpoint_id, lapsed.claim_token, lapsed.worker, lapsed.lease_until
      FROM lapsed CROSS JOIN LATERAL (
           SELECT delivery.delivery_id, delivery.endpoint_id FROM webhook_deliveries AS delivery
            WHERE delivery.delivery_id = ANY (lapsed.ids) AND delivery.claim_token = lapsed.claim_token
              FOR UPDATE SKIP LOCKED) AS held
     LIMIT $3
  ), recovered AS (
    UPDATE webhook_deliveries AS delivery SET claim_token = NULL, attempts = delivery.attempts + 1, due_at = ${QUEUE_CLOCK}
      FROM expired
     WHERE delivery.delivery_id = expired.delivery_id
    RETURNING delivery.delivery_id, delivery.attempts, expired.endpoint_id, expired.claim_token, expired.worker,
              expired.lease_until
  ), logged AS (
    INSERT INTO webhook_attempts (delivery_id, attempt, started_at, error, worker)
    SELECT delivery_id, attempts, lease_until - make_interval(secs => $1), 'lost: the worker ended or was frozen', worker
      FROM recovered
  ), ${closeClaims('recovered')}
  SELECT count(*) AS count FROM recovered`;
