import { exportAll, insertDocuments } from './documents.mjs';
import { sequence } from './sequence.mjs';
import { Service } from './service.mjs';

/**
 * @typedef {object} Before
 * @property {import('pg').Client} client
 * @property {Service} api
 * @property {number} endpoint
 */

/**
 * A database in which `count` deliveries, exported through the API, wait for one endpoint. Rounds work on copies.
 * @param {import('./world.mjs').World} world @param {string} database @param {number} count
 * @param {(before: Before) => Promise<unknown>} [beforeExports] what is there already
 * @returns {Promise<number>} the endpoint
 */
export async function prepare({ cluster, receiver, options }, database, count, beforeExports) {
  await cluster.create(database);
  const api = await (await Service.start(cluster.url(database), 'api')).ready();
  let endpoint = 0;
  try {
    endpoint = await api.addEndpoint(`${receiver.url}/ok`, options.maxInFlight);
    await cluster.use(database, async (client) => {
      await beforeExports?.({ client, api, endpoint });
      await exportAll(api, await insertDocuments(client, count));
    });
  } finally {
    await api.stop();
  }
  await sequence(cluster, database);
  return endpoint;
}
