import { prepared } from '../../../shared/database/prepared.js';
import { closeClaims } from './close-claims.sql.js';
import { QUEUE_CLOCK } from './queue-clock.sql.js';

/**
 * $1 delivery ids, $2 claim tokens, $3 verdicts, $4 waits in ms, $5 reasons, $6 start times in ms since 1970,
 * $7 durations in ms, $8 status codes, $9 errors, $10 response excerpts, $11 worker. Returns the ids that were still
 * the caller's.
 *
 * One statement, so an outcome and its log commit together. The fence is the claim token: a row that was taken over
 * does not match, and nothing is written about it. A delivery that succeeds at once costs one delete and one insert.
 */
export const SETTLE_DELIVERIES = prepared(`
  WITH outcome AS MATERIALIZED (
    SELECT *, to_timestamp(started_ms / 1000) AS started_at
      FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::double precision[], $5::text[], $6::double precision[],
                  $7::integer[], $8::integer[], $9::text[], $10::text[])
        AS outcome (delivery_id, claim_token, verdict, delay_ms, reason, started_ms, duration_ms, status_code, error,
                    response_excerpt)
  ), finished AS (
    DELETE FROM webhook_deliveries AS delivery USING outcome
     WHERE delivery.delivery_id = outcome.delivery_id AND delivery.claim_token = outcome.claim_token
       AND outcome.verdict IN ('delivered', 'parked', 'superseded')
    RETURNING delivery.delivery_id, outcome.claim_token, delivery.event_id, delivery.event, delivery.endpoint_id, delivery.document_id,
              delivery.revision, delivery.attempts + 1 AS attempts, delivery.resend_of, delivery.created_at,
              delivery.resent, outcome.verdict, outcome.reason, outcome.started_at, outcome.duration_ms, outcome.status_code,
              outcome.error, outcome.response_excerpt
  ), retried AS (
    UPDATE webhook_deliveries AS delivery
       SET claim_token = NULL, attempts = delivery.attempts + 1,
           failing_since = coalesce(delivery.failing_since, now()),
           failures = delivery.failures + CASE outcome.verdict WHEN 'retry' THEN 1 ELSE 0 END,
           due_at = CASE outcome.verdict WHEN 'retry' THEN ${QUEUE_CLOCK} + outcome.delay_ms * interval '1 millisecond'
                                         ELSE delivery.due_at END
      FROM outcome
     WHERE delivery.delivery_id = outcome.delivery_id AND delivery.claim_token = outcome.claim_token
       AND outcome.verdict IN ('retry', 'held')
    RETURNING delivery.delivery_id, outcome.claim_token, delivery.endpoint_id, delivery.attempts, outcome.started_at, outcome.duration_ms, outcome.status_code,
              outcome.error, outcome.response_excerpt
  ), history AS (
    INSERT INTO webhook_delivery_history (delivery_id, event_id, event, endpoint_id, document_id, revision, state,
           attempts, resend_of, created_at, started_at, duration_ms, status_code, response_excerpt, worker)
    SELECT delivery_id, event_id, event, endpoint_id, document_id, revision, 'delivered', attempts, resend_of,
           created_at, started_at, duration_ms, status_code, response_excerpt, $11
      FROM finished WHERE verdict = 'delivered'
  ), superseded AS (
    INSERT INTO webhook_delivery_history (delivery_id, event_id, event, endpoint_id, document_id, revision, state, reason,
           attempts, resend_of, created_at)
    SELECT delivery_id, event_id, event, endpoint_id, document_id, revision, 'superseded', reason, attempts, resend_of,
           created_at
      FROM finished WHERE verdict = 'superseded'
  ), parked AS (
    INSERT INTO webhook_parked_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision, attempts,
           reason, resend_of, created_at, resent)
    SELECT delivery_id, event_id, event, endpoint_id, document_id, revision, attempts, reason, resend_of, created_at, resent
      FROM finished WHERE verdict = 'parked'
  ), logged AS (
    INSERT INTO webhook_attempts (delivery_id, attempt, started_at, duration_ms, status_code, error, response_excerpt,
           worker)
    SELECT delivery_id, attempts, started_at, duration_ms, status_code, error, response_excerpt, $11 FROM retried
    UNION ALL
    SELECT delivery_id, attempts, started_at, duration_ms, status_code, error, response_excerpt, $11
      FROM finished WHERE verdict IN ('parked', 'superseded')
  ), ${closeClaims(
    '(SELECT claim_token, endpoint_id FROM finished UNION ALL SELECT claim_token, endpoint_id FROM retried) AS settled',
  )}
  SELECT delivery_id AS id FROM finished
  UNION ALL
  SELECT delivery_id AS id FROM retried`);
