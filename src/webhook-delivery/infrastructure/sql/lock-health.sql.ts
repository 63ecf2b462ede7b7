/**
 * $1 endpoint ids. Everything that changes an endpoint's state or looks at both locks state rows before deliveries, in
 * the order of their ids, so that no two can deadlock.
 */
export const LOCK_HEALTH = `
  SELECT state.endpoint_id AS "endpointId", state.gate, state.consecutive_failures AS "consecutiveFailures",
         state.last_failure AS "lastFailure", state.refused_documents AS "refusedDocuments",
         state.probe_interval_ms AS "probeIntervalMs", state.pause_ms AS "pauseMs",
         state.last_probed_document AS "lastProbedDocument", state.ramp,
         state.announced, endpoint.max_in_flight AS "maxInFlight"
    FROM webhook_endpoint_states AS state JOIN webhook_endpoints AS endpoint ON endpoint.id = state.endpoint_id
   WHERE state.endpoint_id = ANY($1::integer[])
   ORDER BY state.endpoint_id FOR UPDATE OF state`;
