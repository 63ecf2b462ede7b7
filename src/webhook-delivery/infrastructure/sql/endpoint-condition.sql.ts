/** For a SELECT from `endpoint` and its `state`: how people see it. */
export const ENDPOINT_CONDITION = `
         CASE WHEN NOT endpoint.enabled OR state.gate = 'gone' THEN 'disabled'
              WHEN state.gate <> 'closed' THEN state.gate
              WHEN state.consecutive_failures > 0 THEN 'failing'
              ELSE 'healthy' END AS state,
         CASE WHEN state.gate = 'gone' THEN 'gone'
              WHEN endpoint.enabled AND (state.gate <> 'closed' OR state.consecutive_failures > 0) THEN state.last_failure
              END AS "stateReason",
         state.consecutive_failures AS "consecutiveFailures",
         CASE WHEN endpoint.enabled THEN state.gate_until END AS "nextProbeAt"`;

/** $1 endpoint ids. */
export const READ_CONDITIONS = `
  SELECT endpoint.id, endpoint.url, endpoint.enabled, ${ENDPOINT_CONDITION}
    FROM webhook_endpoints AS endpoint JOIN webhook_endpoint_states AS state ON state.endpoint_id = endpoint.id
   WHERE endpoint.id = ANY ($1::integer[]) AND endpoint.deleted_at IS NULL`;
