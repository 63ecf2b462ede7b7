import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { mostFinding } from '../lib/finding.mjs';
import { Service } from '../lib/service.mjs';
import { median } from '../lib/statistics.mjs';
import { anyRecord, fill } from './fill.mjs';

const MOST = 1.5;
const PAIRS = 1000;
const LISTS = 60;
const LOOK_UPS = 8;
const WARM_ROUNDS = 3;
const EXPLAINED = 9;

/**
 * @typedef {object} Kind a way to look documents up
 * @property {string} name
 * @property {number} times in a round
 * @property {(api: Service, count: number) => Promise<void>} ask
 * @property {(queries: any, count: number) => Promise<unknown>} query what the service asks PostgreSQL for it
 */

/** @type {Kind[]} */
const KINDS = [
  {
    name: '`GET /api/documents?external_ref=system:id`',
    times: LISTS,
    ask: async (api, count) => {
      const { items } = await api.get(`/api/documents?external_ref=salesforce:${anyRecord(count)}`);
      if (items.length !== 2) throw new Error(`Found ${items.length} documents instead of 2`);
    },
    query: (queries, count) =>
      queries.list({ records: [{ system: 'salesforce', recordId: anyRecord(count) }] }, 51, undefined),
  },
  ofSystem('salesforce', 'that all documents have'),
  ofSystem('legacy', 'that the oldest of a hundred documents have'),
  {
    name: `\`POST /api/documents/lookup\` of ${PAIRS.toLocaleString('en')} records`,
    times: LOOK_UPS,
    ask: async (api, count) => {
      const { results } = await api.post('/api/documents/lookup', { records: records(count, 'record_id') });
      const lost = results.filter((/** @type {any} */ { document_ids }) => document_ids.length !== 2).length;
      if (lost > 0) throw new Error(`${lost} records have not two documents`);
    },
    query: (queries, count) => queries.idsByRecords(records(count, 'recordId'), 101),
  },
];

/** @param {string} system @param {string} which @returns {Kind} */
function ofSystem(system, which) {
  return {
    name: `\`GET /api/documents?external_ref_system=\` of a system ${which}`,
    times: LISTS / 2,
    ask: async (api) => {
      const { items } = await api.get(`/api/documents?external_ref_system=${system}`);
      if (items.length !== 50) throw new Error(`Found ${items.length} documents instead of 50`);
    },
    query: (queries) => queries.list({ record: { system } }, 51, undefined),
  };
}

/** @param {number} count @param {'record_id' | 'recordId'} name */
function records(count, name) {
  return Array.from({ length: PAIRS }, () => ({ system: 'salesforce', [name]: anyRecord(count) }));
}

/**
 * The same requests to two services, whose databases have few and many documents, in turns.
 * @param {import('../lib/world.mjs').World} world
 * @param {import('./options.mjs').Options} options
 * @param {(line: string) => void} say
 */
export async function measureLookUps({ cluster }, { documents, rounds }, say) {
  /** @type {{ count: number, database: string, size: string, api: Service }[]} */
  const sides = [];
  for (const count of documents) {
    const database = `refs_${count}`;
    await cluster.create(database);
    const url = cluster.url(database);
    const migrated = await (await Service.start(url, 'api')).ready();
    await migrated.stop();
    await cluster.use(database, (client) => fill(client, count));
    const { rows } = await cluster.admin.query('SELECT pg_size_pretty(pg_database_size($1)) AS size', [
      database,
    ]);
    say(`${count.toLocaleString('en')} documents, ${rows[0].size}`);
    sides.push({ count, database, size: rows[0].size, api: await (await Service.start(url, 'api')).ready() });
  }

  /** @type {number[][][]} by kind, side and round: the median of the requests in ms */
  const times = KINDS.map(() => sides.map(() => []));
  for (let round = -WARM_ROUNDS; round < rounds; round++) {
    for (const [kind, { times: requests, ask }] of KINDS.entries()) {
      const order = round % 2 === 0 ? [0, 1] : [1, 0];
      for (const side of order) {
        const { api, count } = sides[side];
        const taken = [];
        for (let request = 0; request < requests; request++) {
          const began = performance.now();
          await ask(api, count);
          taken.push(performance.now() - began);
        }
        if (round >= 0) times[kind][side].push(median(taken));
      }
    }
  }

  const kinds = [];
  for (const [index, { name, query }] of KINDS.entries()) {
    const [small, large] = times[index];
    const buffers = [];
    for (const { database, count } of sides)
      buffers.push(await cluster.use(database, (client) => buffersOf(client, query, count)));
    const ratios = large.map((time, round) => time / small[round]);
    const [few, many] = documents.map((count) => count.toLocaleString('en'));
    const finding = mostFinding(`${name}: ${many} documents against ${few}`, ratios, MOST);
    const touched = mostFinding(
      `${name}, buffers: ${many} documents against ${few}`,
      [buffers[1].buffers / buffers[0].buffers],
      MOST,
    );
    say(
      `${finding.what}: ${finding.measured} times; buffers ${buffers.map(({ buffers }) => buffers).join(' and ')}`,
    );
    kinds.push({ name, small, large, buffers, finding, touched });
  }
  for (const { api } of sides) await api.stop();
  return { sides: sides.map(({ count, size }) => ({ count, size })), kinds };
}

/**
 * What the service's own statement touches: the median of several, planned with its values as the driver's is.
 * @param {import('pg').Client} client @param {Kind['query']} query @param {number} count
 */
async function buffersOf(client, query, count) {
  const { SqlDocumentQueries } = await import(
    join(root, 'dist/src/documents/infrastructure/sql-document.queries.js')
  );
  /** @type {number[]} */
  const touched = [];
  /** @type {number[]} */
  const executed = [];
  let plan = '';
  const manager = {
    /** @param {string} sql @param {unknown[]} values */
    query: async (sql, values) => {
      const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`, values);
      const [explained] = rows[0]['QUERY PLAN'];
      touched.push(explained.Plan['Shared Hit Blocks'] + explained.Plan['Shared Read Blocks']);
      executed.push(explained['Execution Time']);
      plan = nodesOf(explained.Plan).join(', ');
      return [];
    },
  };
  for (let time = 0; time < EXPLAINED; time++) await query(new SqlDocumentQueries({ manager }), count);
  return { buffers: median(touched), ms: median(executed), plan };
}

/** @param {any} node @returns {string[]} */
function nodesOf(node) {
  const own = node['Index Name'] ? [`${node['Node Type']} ${node['Index Name']}`] : [];
  return [...new Set([...own, ...(node.Plans ?? []).flatMap(nodesOf)])];
}
