import { COMMIT_TIMES, commitToArrival } from '../lib/commit-to-arrival.mjs';
import { insertDocuments } from '../lib/documents.mjs';
import { showSpread } from '../lib/finding.mjs';
import { exportPaced } from '../lib/paced-exports.mjs';
import { Service } from '../lib/service.mjs';
import { median, percentile } from '../lib/statistics.mjs';
import { until } from '../lib/until.mjs';

const ENDPOINTS = 100;
const SECONDS = 20;
const EXPORTS_PER_SECOND = 4; // 400 deliveries
const MARGIN = 0.1;

/** One of a hundred endpoints accepts requests and never answers. @type {import('./all.mjs').Scenario} */
export async function hanging(world) {
  await world.restartCluster(COMMIT_TIMES);
  const without = [await p99(world, false)];
  const withIt = [];
  for (let pair = 0; pair < Math.max(2, world.options.pairs); pair++) {
    withIt.push(await p99(world, true));
    without.push(await p99(world, false));
  }
  await world.restartCluster({});
  const spread = Math.max(...without) / Math.min(...without) - 1;
  const more = median(withIt) / median(without) - 1;
  const shown = (/** @type {number} */ share) => `${(share * 100).toFixed(0)} %`;
  return [
    {
      what: `p99 from commit to arrival at the others while one of ${ENDPOINTS} endpoints hangs, against none`,
      measured: `${more < 0 ? '' : '+'}${shown(more)} (${showSpread(withIt, 1)} ms; without ${showSpread(without, 1)} ms)`,
      target: `< +${shown(spread + MARGIN)} (spread without and without: ${shown(spread)}, and 10 %)`,
      met: more < spread + MARGIN,
    },
  ];
}

/** @param {import('../lib/world.mjs').World} world @param {boolean} oneHangs */
async function p99({ cluster, receiver, options }, oneHangs) {
  const database = 'scenario_round';
  await cluster.create(database);
  const service = await (await Service.start(cluster.url(database), 'api,worker')).ready();
  try {
    for (let number = 1; number < ENDPOINTS; number++)
      await service.addEndpoint(`${receiver.url}/${number}`, 16);
    await service.addEndpoint(`${receiver.url}/${oneHangs ? 'hang' : ENDPOINTS}`, 16);
    return await cluster.use(database, async (client) => {
      const exports = Math.round(EXPORTS_PER_SECOND * SECONDS * Math.max(options.scale, 0.3));
      await receiver.record();
      await exportPaced(service, await insertDocuments(client, exports), EXPORTS_PER_SECOND);
      const others = exports * (ENDPOINTS - 1);
      await until(async () => (await receiver.count()) >= others, {
        what: 'the others have got everything',
        withinMs: 60_000,
        everyMs: 100,
      });
      const arrivals = await receiver.arrivals();
      const last = [...arrivals].filter(([key]) => !/ \/(hang|100)$/.test(key));
      return percentile(await commitToArrival(client, new Map(last)), 0.99);
    });
  } finally {
    await service.stop();
    await cluster.drop(database);
  }
}
