import { exportAll, insertDocuments } from './documents.mjs';
import { Service } from './service.mjs';

/**
 * A database in which `count` deliveries, exported through the API, wait for one endpoint. Rounds work on copies.
 * @param {import('./world.mjs').World} world @param {string} database @param {number} count
 * @returns {Promise<number>} the endpoint
 */
export async function prepare({ cluster, receiver, options }, database, count) {
  await cluster.create(database);
  const api = await (await Service.start(cluster.url(database), 'api')).ready();
  const endpoint = await api.addEndpoint(`${receiver.url}/ok`, options.maxInFlight);
  const ids = await cluster.use(database, (client) => insertDocuments(client, count));
  await exportAll(api, ids);
  await api.stop();
  return endpoint;
}
