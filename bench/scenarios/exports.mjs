import { BareExports } from '../lib/bare-exports.mjs';
import { exportAll, insertDocuments } from '../lib/documents.mjs';
import { showSpread } from '../lib/finding.mjs';
import { Service } from '../lib/service.mjs';
import { median } from '../lib/statistics.mjs';

const DOCUMENTS = 10_000;
const WARM_UP = 5000; // a service that runs is warm
const MOST = 2;

/** What an export costs beyond the rows that it has to write. @type {import('./all.mjs').Scenario} */
export async function exports(world) {
  const { cluster, receiver, options } = world;
  const count = Math.round(DOCUMENTS * Math.max(options.scale, 0.1));
  await cluster.create('exports_ready');
  const first = await (await Service.start(cluster.url('exports_ready'), 'api')).ready();
  await first.addEndpoint(`${receiver.url}/ok`, options.maxInFlight);
  const ids = await cluster.use('exports_ready', (client) => insertDocuments(client, WARM_UP + count));
  await first.stop();

  const ratios = [];
  const rates = [];
  for (let pair = 0; pair < options.pairs; pair++) {
    const database = 'scenario_round';
    await cluster.copy('exports_ready', database);
    const api = await (await Service.start(cluster.url(database), 'api')).ready();
    await exportAll(api, ids.slice(0, WARM_UP));
    const byApi = await exportAll(api, ids.slice(WARM_UP));
    await api.stop();
    const written = await cluster.use(database, (client) => BareExports.read(client));

    await cluster.copy('exports_ready', database);
    const bySql = await cluster.use(database, async (client) => {
      await written.write(client, ids.slice(0, WARM_UP));
      const took = await written.write(client, ids.slice(WARM_UP));
      await written.compare(client);
      return took;
    });
    await cluster.drop(database);
    ratios.push(byApi / bySql);
    rates.push((count / byApi) * 1000);
  }
  await cluster.drop('exports_ready');
  return [
    {
      what: `POST /api/exports of ${count.toLocaleString('en')} documents in sets of 500, in the time of bare SQL that writes the same rows`,
      measured: `${showSpread(ratios, 2)} times; ${showSpread(rates, 0)} documents/s`,
      target: `≤ ${MOST} times`,
      met: median(ratios) <= MOST,
    },
  ];
}
