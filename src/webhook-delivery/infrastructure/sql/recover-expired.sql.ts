/**
 * $1 lease in seconds. Deliveries whose worker is gone are due again at once. The send counts as an attempt, for the
 * receiver may have got it, but not as a failure. The index holds claimed rows only, so looking costs what is in
 * flight.
 */
export const RECOVER_EXPIRED = `
  WITH expired AS MATERIALIZED (
    SELECT delivery_id, worker, lease_until FROM webhook_deliveries
     WHERE claim_token IS NOT NULL AND lease_until < now()
     LIMIT 1000 FOR UPDATE SKIP LOCKED
  ), recovered AS (
    UPDATE webhook_deliveries AS delivery
       SET claim_token = NULL, lease_until = NULL, worker = NULL, attempts = delivery.attempts + 1, due_at = now()
      FROM expired
     WHERE delivery.delivery_id = expired.delivery_id
    RETURNING delivery.delivery_id, delivery.attempts, expired.worker, expired.lease_until
  ), logged AS (
    INSERT INTO webhook_attempts (delivery_id, attempt, started_at, error, worker)
    SELECT delivery_id, attempts, lease_until - make_interval(secs => $1), 'lost: the worker ended or was frozen', worker
      FROM recovered
  )
  SELECT count(*) AS count FROM recovered`;
