import { readFileSync } from 'node:fs';
import { Service } from './service.mjs';
import { until } from './until.mjs';

/**
 * One worker process drains what waits for the endpoint: from the first send that the log of attempts knows to the
 * moment in which the last settle is seen, committed.
 * @param {import('./world.mjs').World} world
 * @param {string} database
 * @param {{ endpoint: number, count: number }} expected
 */
export async function drain({ cluster, receiver }, database, { endpoint, count }) {
  await receiver.reset();
  const worker = await Service.start(cluster.url(database), 'worker');
  const alive = () => worker.child.checkAlive();
  try {
    return await cluster.use(database, async (client) => {
      const look = { withinMs: 300_000, alive };
      await until(async () => (await receiver.count()) >= count, {
        ...look,
        what: 'all has arrived',
        everyMs: 20,
      });
      const settled = async () => {
        const { rows } = await client.query('SELECT FROM webhook_claims WHERE endpoint_id = $1 LIMIT 1', [
          endpoint,
        ]);
        return rows.length === 0;
      };
      let ended = 0;
      let first = 0;
      await until(
        async () => {
          await until(settled, { ...look, what: 'all is settled', everyMs: 3 });
          ended = performance.timeOrigin + performance.now();
          const { rows } = await client.query(
            `SELECT count(*)::integer AS finished, extract(epoch FROM min(started_at))::float8 * 1000 AS first
               FROM webhook_delivery_history WHERE endpoint_id = $1 AND state = 'delivered' AND worker IS NOT NULL
                AND delivery_id >= first_uuid7_at('2000-01-01')`,
            [endpoint],
          );
          first = rows[0].first;
          return rows[0].finished >= count;
        },
        { ...look, what: 'all is in the history', everyMs: 100 },
      );
      const seconds = (ended - first) / 1000;
      return { seconds, rate: count / seconds, peakMb: peakMemoryMb(worker.child.pid) };
    });
  } finally {
    await worker.stop();
  }
}

/** The most that was resident, where the system tells. @param {number} pid */
function peakMemoryMb(pid) {
  try {
    const [, kb] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kb === undefined ? null : Number(kb) / 1024;
  } catch {
    return null;
  }
}
