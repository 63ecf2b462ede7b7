import { closeClaims } from './close-claims.sql.js';
import { QUEUE_CLOCK } from './queue-clock.sql.js';

/**
 * Deliveries whose worker is gone are due again at once. The send counts as an attempt, for the receiver may have got
 * it, but not as a failure. $1 lease in seconds, $2 claims to leave alone, $3 how many. Claims are as many as batches
 * are in flight, so looking costs little.
 */
export const RECOVER_EXPIRED = `
  WITH expired AS MATERIALIZED (
    SELECT delivery.delivery_id, delivery.endpoint_id, claim.claim_token, claim.worker, claim.lease_until
      FROM webhook_claims AS claim CROSS JOIN LATERAL unnest(claim.ids) AS held (delivery_id)
      JOIN webhook_deliveries AS delivery
        ON delivery.delivery_id = held.delivery_id AND delivery.claim_token = claim.claim_token
       AND claim.claim_token <> ALL ($2::uuid[])
     WHERE claim.lease_until < now()
     LIMIT $3 FOR UPDATE OF delivery SKIP LOCKED
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
