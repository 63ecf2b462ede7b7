import { prepared } from '../../../shared/database/prepared.js';

/**
 * $1 how many, $2 worker, $3 ids of endpoints of which more is known: $4 rows that the worker may hold beyond its
 * slots, $5 and $6 from which due time and delivery on it has to look. What a transaction of more than 2 s commits
 * below that is found by the next look at everything.
 *
 * Endpoints come first, then a few rows of each: a dead endpoint with a million rows costs the others nothing, and
 * neither does one that is busy: it would take the place of one that has room. The lock on the state row makes claims
 * of one endpoint take turns over all workers, so that counting what is in flight (in the next statement, which sees
 * what the last claim committed) keeps to max_in_flight. A locked endpoint is skipped: another worker is claiming it at
 * this moment. ORDER BY and LIMIT make it one look into the index for each endpoint; with EXISTS, a plan may read the
 * whole queue (2,000 endpoints: a hash join over all its rows).
 *
 * The due time is compared twice, with the delivery and alone: without statistics the planner takes a comparison of two
 * columns for a third of the queue, and would rather read and sort it than go along the index. The first of the two is
 * where PostgreSQL enters the index: the other way round, it walks over all that has been sent of one due time
 * (300,000 rows: 1,750 blocks instead of 4).
 *
 * A shut gate that is due for a probe lets one request through, whatever it is due for; `infinity` instead of a second
 * condition, so that the bound stays one of the index.
 */
export const LOCK_ENDPOINTS = prepared(`
  SELECT state.endpoint_id AS id, due.due_at::text AS "dueAt", due.delivery_id AS "deliveryId"
    FROM webhook_endpoint_states AS state
    JOIN webhook_endpoints AS endpoint ON endpoint.id = state.endpoint_id
    LEFT JOIN unnest($3::integer[], $4::integer[], $5::timestamptz[], $6::uuid[]) AS known (endpoint_id, ahead, due_from, id_from)
           ON known.endpoint_id = state.endpoint_id AND state.gate = 'closed'
   CROSS JOIN LATERAL (SELECT CASE state.gate WHEN 'closed' THEN now() ELSE 'infinity' END AS due_by,
                              CASE state.gate WHEN 'closed' THEN least(endpoint.max_in_flight, state.ramp) ELSE 1 END AS room) AS may
   CROSS JOIN LATERAL (SELECT least(coalesce(known.due_from, '-infinity'), now() - interval '2 s') AS due_from,
                              CASE WHEN known.due_from <= now() - interval '2 s' THEN known.id_from
                                   ELSE '00000000-0000-0000-0000-000000000000' END AS id_from) AS mark
   CROSS JOIN LATERAL (SELECT due.due_at, due.delivery_id FROM webhook_deliveries AS due
                        WHERE due.endpoint_id = state.endpoint_id AND due.claim_token IS NULL
                          AND (due.due_at, due.delivery_id) >= (mark.due_from, mark.id_from)
                          AND due.due_at >= mark.due_from AND due.due_at <= may.due_by
                        ORDER BY due.due_at, due.delivery_id LIMIT 1) AS due
   CROSS JOIN LATERAL (SELECT coalesce(sum(claim.open) FILTER (WHERE claim.worker = $2), 0) AS mine,
                              coalesce(sum(claim.open) FILTER (WHERE claim.worker <> $2), 0) AS others
                         FROM webhook_claims AS claim
                        WHERE claim.endpoint_id = state.endpoint_id AND claim.lease_until > now()) AS held
   WHERE endpoint.enabled AND endpoint.deleted_at IS NULL
     AND (state.gate = 'closed' OR state.gate_until <= now())
     AND NOT EXISTS (SELECT FROM instance_settings WHERE key = 'offline_mode')
     AND held.others < may.room AND held.mine < may.room - held.others + coalesce(known.ahead, 0)
   ORDER BY random()
   LIMIT $1 FOR UPDATE OF state SKIP LOCKED`);
