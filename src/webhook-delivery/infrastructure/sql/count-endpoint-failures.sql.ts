/**
 * $1 endpoint ids, $2 whether something was delivered since, $3 failures after that, $4 the last failure. Only called
 * when there is something to count or to forget, so that a healthy endpoint's row is never written.
 * Locked in one order, so that two workers cannot deadlock.
 */
export const COUNT_ENDPOINT_FAILURES = `
  WITH counted AS (
    SELECT * FROM unnest($1::integer[], $2::boolean[], $3::integer[], $4::text[])
      AS counted (endpoint_id, delivered, failures, last_failure)
  ), locked AS MATERIALIZED (
    SELECT endpoint_id FROM webhook_endpoint_states
     WHERE endpoint_id = ANY($1::integer[]) ORDER BY endpoint_id FOR UPDATE
  )
  UPDATE webhook_endpoint_states AS state
     SET consecutive_failures = counted.failures + CASE WHEN counted.delivered THEN 0 ELSE state.consecutive_failures END,
         last_failure = counted.last_failure
    FROM counted JOIN locked USING (endpoint_id)
   WHERE state.endpoint_id = counted.endpoint_id`;
