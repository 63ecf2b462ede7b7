import { Service } from './service.mjs';
import { until } from './until.mjs';

const WITHIN_MS = 300_000;
const NOT_IN_THE_FEED = 'SELECT FROM outbox_unsequenced LIMIT 1';

/**
 * Lets a worker put everything into the event feed, while offline mode keeps it from sending anything: as it is some
 * milliseconds after an export, long before a backlog is drained.
 * @param {import('./cluster.mjs').Cluster} cluster @param {string} database
 */
export async function sequence(cluster, database) {
  await cluster.use(database, async (client) => {
    await client.query(`INSERT INTO instance_settings (key, value) VALUES ('offline_mode', now()::text)`);
    const worker = await Service.start(cluster.url(database), 'worker');
    try {
      await until(async () => (await client.query(NOT_IN_THE_FEED)).rows.length === 0, {
        what: 'all events are in the feed',
        withinMs: WITHIN_MS,
        everyMs: 100,
        alive: () => worker.child.checkAlive(),
      });
    } finally {
      await worker.stop();
    }
    await client.query(`DELETE FROM instance_settings WHERE key = 'offline_mode'`);
    await client.query('VACUUM (ANALYZE)');
  });
}
