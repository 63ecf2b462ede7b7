import { drain } from './drain.mjs';

/**
 * Drains of two databases in turns, each time on a fresh copy; the ratio is that of each pair.
 * @param {import('./world.mjs').World} world
 * @param {{ without: Side, with: Side, pairs: number }} sides
 * @typedef {object} Side
 * @property {string} template
 * @property {number} endpoint
 * @property {number} count
 * @property {<T>(database: string, work: () => Promise<T>) => Promise<T>} [around] what holds during the drain
 */
export async function compareDrains(world, { without, with: withIt, pairs }) {
  const found = [];
  for (let pair = 0; pair < pairs; pair++) {
    const one = await drainCopy(world, without);
    const other = await drainCopy(world, withIt);
    found.push({ without: one, with: other, ratio: other.rate / one.rate });
  }
  return found;
}

/** @param {import('./world.mjs').World} world @param {Side} side */
async function drainCopy(world, { template, endpoint, count, around = (_, work) => work() }) {
  const database = 'scenario_round';
  await world.cluster.copy(template, database);
  const result = await around(database, () => drain(world, database, { endpoint, count }));
  await world.cluster.drop(database);
  return result;
}
