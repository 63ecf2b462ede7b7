/**
 * The replay whose last step is the longest ago, so that they take turns; one that another worker is stepping is
 * skipped. Locks the replay and nothing of its endpoint: whoever deletes an endpoint locks the two the other way round.
 *
 * One with missing events that has walked all ids waits until every transaction of its beginning has ended, and what
 * they have left in its range has a position: they may have read the list of endpoints before its endpoint was in it.
 * An exporting transaction has its id before that, from the lock of its document. In a restored copy ids may begin
 * again, below the horizon; none of then is running there.
 */
export const PICK_REPLAY = `
  SELECT replay.id, replay.endpoint_id AS "endpointId", replay.since, replay.until, replay.states,
         replay.include_missing AS "includeMissing", replay.reached, replay.walked, replay.position::text AS position
    FROM webhook_replays AS replay
    JOIN webhook_endpoints AS endpoint ON endpoint.id = replay.endpoint_id
    JOIN webhook_endpoint_states AS state ON state.endpoint_id = replay.endpoint_id
   CROSS JOIN pg_current_snapshot() AS seen
   WHERE replay.state = 'running' AND endpoint.deleted_at IS NULL AND endpoint.enabled AND state.gate <> 'gone'
     AND (NOT replay.walked
          OR (pg_snapshot_xmin(seen) >= replay.horizon OR pg_snapshot_xmax(seen) < replay.horizon)
             AND NOT EXISTS (SELECT FROM outbox_unsequenced WHERE event_id < first_uuid7_at(replay.until)))
   ORDER BY replay.stepped_at LIMIT 1 FOR UPDATE OF replay SKIP LOCKED`;
