import { prepared } from '../../../shared/database/prepared.js';
import { waitsForLower } from './waits-for-lower.sql.js';

/**
 * $1 locked endpoint ids, $2 at most of each, $3 at most in all, $4 lease in seconds, $5 claim token, $6 worker, and
 * for each id $7 rows that the worker may hold beyond its slots, $8 and $9 the due time and the delivery from which on
 * it has to look.
 *
 * An endpoint's slots are its max_in_flight. What other workers hold takes up as many of them, so all together never
 * have more requests out; a worker gets the slots that are left, and some rows ahead of them. What it holds ahead it
 * sends when one of its slots is free again.
 *
 * Endpoints are served in the (random) order given, so that the one which $3 cuts short is another each time. The body
 * is fetched by its key, which names one partition.
 *
 * A probe is never the same document twice running while others wait: one that nobody can take must not keep an
 * endpoint shut that takes all the others.
 *
 * A queue changes faster than its statistics: they may come from a moment in which it was empty, or all of it was in
 * flight. ORDER BY with LIMIT, and keys as an array, leave the planner no other way than the index, whatever they say.
 */
export const CLAIM_DELIVERIES = prepared(`
  WITH endpoint AS MATERIALIZED (
    SELECT endpoint.id, state.gate, state.last_probed_document,
           state.gate = 'closed' AND state.consecutive_failures = 0 AND state.ramp IS NULL
             AND state.refused_documents = '{}' AND state.announced IS NULL AS steady,
           CASE state.gate WHEN 'closed' THEN now() ELSE 'infinity' END AS due_by,
           CASE state.gate WHEN 'closed' THEN locked.due_from ELSE '-infinity' END AS due_from,
           locked.id_from,
           may.room - held.others AS slots,
           CASE WHEN held.others < may.room THEN least($2, may.room - held.others - held.mine
             + CASE state.gate WHEN 'closed' THEN locked.ahead ELSE 0 END) ELSE 0 END AS free
      FROM unnest($1::integer[], $7::integer[], $8::timestamptz[], $9::uuid[]) WITH ORDINALITY
             AS locked (id, ahead, due_from, id_from, position)
      JOIN webhook_endpoints AS endpoint ON endpoint.id = locked.id
      JOIN webhook_endpoint_states AS state ON state.endpoint_id = endpoint.id
     CROSS JOIN LATERAL (SELECT CASE state.gate WHEN 'closed' THEN least(endpoint.max_in_flight, state.ramp) ELSE 1 END AS room) AS may
     CROSS JOIN LATERAL (SELECT coalesce(sum(claim.open) FILTER (WHERE claim.worker = $6), 0)::integer AS mine,
                                coalesce(sum(claim.open) FILTER (WHERE claim.worker <> $6), 0)::integer AS others
                           FROM webhook_claims AS claim
                          WHERE claim.endpoint_id = endpoint.id AND claim.lease_until > now()) AS held
     ORDER BY locked.position
  ), due AS MATERIALIZED (
    SELECT found.delivery_id
      FROM endpoint
     CROSS JOIN LATERAL (
           SELECT delivery.delivery_id
             FROM webhook_deliveries AS delivery
            WHERE delivery.endpoint_id = endpoint.id AND delivery.claim_token IS NULL
              AND (delivery.due_at, delivery.delivery_id) >= (endpoint.due_from, endpoint.id_from)
              AND delivery.due_at >= endpoint.due_from AND delivery.due_at <= endpoint.due_by
              AND NOT ${waitsForLower('delivery')}
              AND (endpoint.gate = 'closed' OR delivery.document_id IS DISTINCT FROM endpoint.last_probed_document
                   OR NOT EXISTS (
                    SELECT FROM webhook_deliveries AS other
                     WHERE other.endpoint_id = endpoint.id AND other.claim_token IS NULL
                       AND other.document_id IS DISTINCT FROM endpoint.last_probed_document))
            ORDER BY delivery.due_at, delivery.delivery_id
            LIMIT greatest(endpoint.free, 0) FOR UPDATE SKIP LOCKED) AS found
     LIMIT $3
  ), claimed AS (
    UPDATE webhook_deliveries AS delivery SET claim_token = $5
     WHERE delivery.delivery_id = ANY (ARRAY(SELECT delivery_id FROM due))
    RETURNING delivery.*
  ), lease AS (
    INSERT INTO webhook_claims (claim_token, endpoint_id, worker, lease_until, open, ids)
    SELECT $5, endpoint_id, $6, now() + make_interval(secs => $4), count(*), array_agg(delivery_id) FROM claimed GROUP BY endpoint_id
  )
  SELECT claimed.delivery_id AS "deliveryId", claimed.claim_token AS "claimToken", claimed.event_id AS "eventId",
         claimed.event, claimed.endpoint_id AS "endpointId", claimed.attempts, claimed.failures,
         claimed.resend_of IS NOT NULL OR claimed.resent AS "isResend", endpoint.steady AS "isEndpointSteady",
         endpoint.gate <> 'closed' AS "isProbe", endpoint.slots,
         event.body
    FROM claimed
    JOIN endpoint ON endpoint.id = claimed.endpoint_id
   CROSS JOIN LATERAL (SELECT body FROM outbox_events WHERE event_id = claimed.event_id OFFSET 0) AS event`);
