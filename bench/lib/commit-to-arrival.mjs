/**
 * Milliseconds from each event's commit (as PostgreSQL keeps its time, from before it is on the disk) to its
 * arrival: both by the clock of this machine.
 * @param {import('pg').Client} client
 * @param {Map<string, number>} arrivals by `<event id> <path>`
 */
export async function commitToArrival(client, arrivals) {
  const { rows } = await client.query(
    `SELECT event_id, extract(epoch FROM pg_xact_commit_timestamp(xmin))::float8 * 1000 AS committed_at
       FROM outbox_events`,
  );
  const committed = new Map(rows.map((row) => [row.event_id, row.committed_at]));
  return [...arrivals].map(([key, at]) => at - committed.get(key.split(' ')[0]));
}

/** What `Cluster.start` needs for it. */
export const COMMIT_TIMES = { track_commit_timestamp: 'on' };
