/**
 * The replay whose last step is the longest ago, so that they take turns; one that another worker is stepping is
 * skipped. Locks the replay and nothing of its endpoint: whoever deletes an endpoint locks the two the other way round.
 */
export const PICK_REPLAY = `
  SELECT replay.id, replay.endpoint_id AS "endpointId", replay.until, replay.states,
         replay.include_missing AS "includeMissing", replay.reached
    FROM webhook_replays AS replay
    JOIN webhook_endpoints AS endpoint ON endpoint.id = replay.endpoint_id
    JOIN webhook_endpoint_states AS state ON state.endpoint_id = replay.endpoint_id
   WHERE replay.state = 'running' AND endpoint.deleted_at IS NULL AND endpoint.enabled AND state.gate <> 'gone'
   ORDER BY replay.stepped_at LIMIT 1 FOR UPDATE OF replay SKIP LOCKED`;
