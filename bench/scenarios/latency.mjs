import { COMMIT_TIMES, commitToArrival } from '../lib/commit-to-arrival.mjs';
import { insertDocuments } from '../lib/documents.mjs';
import { exportPaced } from '../lib/paced-exports.mjs';
import { Service } from '../lib/service.mjs';
import { percentile } from '../lib/statistics.mjs';
import { until } from '../lib/until.mjs';

const EXPORTS_PER_SECOND = 200;
const SECONDS = 20;
const P50_MS = 10;
const P99_MS = 50;

/** From the commit to the first byte, one process with both roles. @type {import('./all.mjs').Scenario} */
export async function latency(world) {
  await world.restartCluster(COMMIT_TIMES);
  const milliseconds = await measure(world);
  await world.restartCluster({});
  const p50 = percentile(milliseconds, 0.5);
  const p99 = percentile(milliseconds, 0.99);
  return [
    {
      what: `From the commit to the first byte at ${EXPORTS_PER_SECOND} exports/s, p50 and p99`,
      measured: `${p50.toFixed(1)} and ${p99.toFixed(1)} ms`,
      target: `< ${P50_MS} and < ${P99_MS} ms`,
      met: p50 < P50_MS && p99 < P99_MS,
    },
  ];
}

/** @param {import('../lib/world.mjs').World} world */
async function measure({ cluster, receiver, options }) {
  const database = 'scenario_round';
  await cluster.create(database);
  const service = await (await Service.start(cluster.url(database), 'api,worker')).ready();
  try {
    await service.addEndpoint(`${receiver.url}/ok`, options.maxInFlight);
    return await cluster.use(database, async (client) => {
      const ids = await insertDocuments(
        client,
        Math.round(EXPORTS_PER_SECOND * (1 + SECONDS * Math.max(options.scale, 0.2))),
      );
      await exportPaced(service, ids.splice(0, EXPORTS_PER_SECOND), EXPORTS_PER_SECOND); // a service that runs is warm
      await receiver.record();
      await exportPaced(service, ids, EXPORTS_PER_SECOND);
      const arrived = async () => (await receiver.count()) >= ids.length;
      await until(arrived, { what: 'all has arrived', withinMs: 60_000, everyMs: 200 });
      return commitToArrival(client, await receiver.arrivals());
    });
  } finally {
    await service.stop();
    await cluster.drop(database);
  }
}
