import PgBoss from 'pg-boss';
import { makeBody } from './body.mjs';
import { runPeer } from './job-runner.mjs';
import { rowsLeft } from './rows-left.mjs';

const QUEUE = 'post';
const SET = 1000;

await runPeer({
  async fill({ databaseUrl, count }) {
    const boss = await start(databaseUrl, 2);
    await boss.createQueue(QUEUE);
    for (let done = 0; done < count; done += SET) {
      const jobs = Array.from({ length: Math.min(SET, count - done) }, () => ({
        name: QUEUE,
        data: { body: makeBody() },
      }));
      await boss.insert(jobs);
    }
    await boss.stop();
  },

  // Several workers with large batches and the shortest polling that it allows. A worker that has finished its batch is
  // told to look again at once, so that the polling never holds it up.
  async work({ databaseUrl, setting }, send) {
    const boss = await start(databaseUrl, setting.workers + 1);
    const options = { batchSize: setting.batchSize, pollingIntervalSeconds: 0.5, priority: false };
    for (let worker = 0; worker < setting.workers; worker++) {
      /** @type {string} */
      let id;
      id = await boss.work(QUEUE, options, async (/** @type {{ data: { body: string } }[]} */ jobs) => {
        await Promise.all(jobs.map(({ data }) => send(data.body)));
        boss.notifyWorker(id);
      });
    }
  },

  lookAt: rowsLeft(`SELECT FROM pgboss.job WHERE name = '${QUEUE}' AND state < 'completed' LIMIT 1`),
});

/** @param {string} connectionString @param {number} max connections */
async function start(connectionString, max) {
  const boss = new PgBoss({ connectionString, max, schedule: false, supervise: false });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  return boss;
}
