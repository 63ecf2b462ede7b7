import { peakMemoryMb } from './peak-memory.mjs';
import { Service } from './service.mjs';
import { until } from './until.mjs';

const WITHIN_MS = 300_000;

const UNFINISHED = `
  SELECT FROM webhook_claims WHERE endpoint_id = $1
  UNION ALL
  (SELECT FROM webhook_deliveries WHERE endpoint_id = $1 AND claim_token IS NULL ORDER BY due_at LIMIT 1)
  LIMIT 1`;

const FINISHED = `
  SELECT count(*)::integer AS count, extract(epoch FROM min(started_at))::float8 * 1000 AS first_at
    FROM webhook_delivery_history
   WHERE endpoint_id = $1 AND state = 'delivered' AND finished_at >= $2`;

/**
 * One worker process drains what waits for the endpoint. The time runs from the first send, as the log of attempts has
 * it, to the moment in which nothing unfinished is seen any more; that is asked only after the last arrival.
 * @param {import('./world.mjs').World} world
 * @param {string} database
 * @param {{ endpoint: number, count: number }} expected
 */
export async function drain({ cluster, receiver }, database, { endpoint, count }) {
  await receiver.reset();
  const startedAt = new Date();
  const worker = await Service.start(cluster.url(database), 'worker');
  const look = { withinMs: WITHIN_MS, alive: () => worker.child.checkAlive() };
  try {
    return await cluster.use(database, async (client) => {
      await until(async () => (await receiver.count()) >= count, {
        ...look,
        what: 'all has arrived',
        everyMs: 20,
      });
      await until(async () => (await client.query(UNFINISHED, [endpoint])).rows.length === 0, {
        ...look,
        what: 'all is settled',
        everyMs: 3,
      });
      const endedAt = performance.timeOrigin + performance.now();
      const { rows } = await client.query(FINISHED, [endpoint, startedAt]);
      if (rows[0].count !== count) throw new Error(`${rows[0].count} of ${count} were delivered`);
      const seconds = (endedAt - rows[0].first_at) / 1000;
      return { seconds, rate: count / seconds, peakMb: peakMemoryMb(worker.child.pid) };
    });
  } finally {
    await worker.stop();
  }
}
