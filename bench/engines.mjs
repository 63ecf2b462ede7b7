// `npm run bench:engines`: ways to keep a queue in PostgreSQL, side by side and without HTTP: claim a batch, settle it,
// one after the other on one connection, durable. What ADR 13 decides by.
import { ensureBuilt } from '../scripts/build.mjs';
import { Cluster } from './lib/cluster.mjs';

const ROWS = 40_000;
const BATCH = 250;
const ROUNDS = 3;

/** @typedef {{ claim: string, settle: string, mark?: boolean, schema: string }} Engine */

const HISTORY = `
  CREATE TABLE history (id uuid PRIMARY KEY, event_id uuid, endpoint_id integer, document_id integer, revision integer);
  CREATE INDEX ON history (document_id, revision);
  CREATE INDEX ON history (event_id);
  CREATE INDEX ON history (endpoint_id, id)`;
const COLUMNS = `id uuid PRIMARY KEY, event_id uuid, endpoint_id integer, document_id integer, revision integer,
  due_at timestamptz DEFAULT now()`;
const TABLE = `fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_cost_delay = 0`;
const GUARD = `NOT EXISTS (SELECT FROM queue AS earlier WHERE earlier.document_id = queue.document_id
  AND earlier.endpoint_id = queue.endpoint_id AND earlier.revision < queue.revision)`;
const MOVE = `INSERT INTO history SELECT id, event_id, endpoint_id, document_id, revision FROM finished`;

/** $1 how many, $2 from which due time on; settle: $1 ids. @type {Record<string, Engine>} */
const engines = {
  'status column, finished rows stay': {
    schema: `CREATE TABLE queue (${COLUMNS}, state text DEFAULT 'waiting') WITH (${TABLE});
      CREATE INDEX ON queue (endpoint_id, due_at, id) WHERE state = 'waiting';
      CREATE INDEX ON queue (endpoint_id) WHERE state = 'sending';
      CREATE UNIQUE INDEX ON queue (document_id, endpoint_id, revision)`,
    claim: `UPDATE queue SET state = 'sending' WHERE id = ANY (ARRAY(
        SELECT id FROM queue WHERE endpoint_id = 1 AND state = 'waiting' AND due_at >= $2 AND due_at <= now()
        ORDER BY due_at, id LIMIT $1 FOR UPDATE SKIP LOCKED)) RETURNING id, due_at`,
    settle: `WITH finished AS (UPDATE queue SET state = 'done' WHERE id = ANY ($1::uuid[]) RETURNING *) ${MOVE}`,
  },
  'lease on each row, deleted when settled': {
    schema: `CREATE TABLE queue (${COLUMNS}, token uuid, lease_until timestamptz, worker text) WITH (${TABLE});
      CREATE INDEX ON queue (endpoint_id, due_at, id) WHERE token IS NULL;
      CREATE INDEX ON queue (endpoint_id, lease_until) WHERE token IS NOT NULL;
      CREATE UNIQUE INDEX ON queue (document_id, endpoint_id, revision)`,
    claim: `UPDATE queue SET token = gen_random_uuid(), lease_until = now() + interval '30 s', worker = 'w'
       WHERE id = ANY (ARRAY(
        SELECT id FROM queue WHERE endpoint_id = 1 AND token IS NULL AND due_at >= $2 AND due_at <= now() AND ${GUARD}
          AND 1000 > (SELECT count(*) FROM (SELECT FROM queue WHERE endpoint_id = 1 AND token IS NOT NULL
                       ORDER BY lease_until LIMIT 1000) AS sending)
        ORDER BY due_at, id LIMIT $1 FOR UPDATE SKIP LOCKED)) RETURNING id, due_at`,
    settle: `WITH finished AS (DELETE FROM queue WHERE id = ANY ($1::uuid[]) RETURNING *) ${MOVE}`,
  },
  'a claim for each batch, low-water mark, deleted when settled': {
    mark: true,
    schema: `CREATE TABLE queue (${COLUMNS}, token uuid) WITH (${TABLE});
      CREATE TABLE claims (token uuid PRIMARY KEY, endpoint_id integer, lease_until timestamptz, open integer)
        WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
      CREATE INDEX ON claims (endpoint_id, lease_until);
      ALTER TABLE queue SET (fillfactor = 50);
      CREATE INDEX ON queue (endpoint_id, due_at, id);
      CREATE UNIQUE INDEX ON queue (document_id, endpoint_id, revision)`,
    claim: `WITH claimed AS (UPDATE queue SET token = '00000000-0000-4000-8000-000000000001' WHERE id = ANY (ARRAY(
        SELECT id FROM queue WHERE endpoint_id = 1 AND token IS NULL AND due_at >= $2 AND due_at <= now() AND ${GUARD}
          AND 1000 > (SELECT coalesce(sum(open), 0) FROM claims WHERE endpoint_id = 1 AND lease_until > now())
        ORDER BY due_at, id LIMIT $1 FOR UPDATE SKIP LOCKED)) RETURNING id, due_at
      ), lease AS (INSERT INTO claims SELECT gen_random_uuid(), 1, now() + interval '30 s', count(*) FROM claimed)
      SELECT id, due_at FROM claimed`,
    settle: `WITH finished AS (DELETE FROM queue WHERE id = ANY ($1::uuid[]) RETURNING *),
      ended AS (DELETE FROM claims WHERE endpoint_id = 1) ${MOVE}`,
  },
  'ids in the claim, rows never updated, low-water mark': {
    mark: true,
    schema: `CREATE TABLE queue (${COLUMNS}) WITH (${TABLE});
      CREATE TABLE claims (token uuid PRIMARY KEY, endpoint_id integer, lease_until timestamptz, ids uuid[])
        WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
      CREATE INDEX ON claims (endpoint_id, lease_until);
      CREATE INDEX ON queue (endpoint_id, due_at, id);
      CREATE UNIQUE INDEX ON queue (document_id, endpoint_id, revision)`,
    claim: `WITH claimed AS MATERIALIZED (
        SELECT id, due_at FROM queue WHERE endpoint_id = 1 AND due_at >= $2 AND due_at <= now() AND ${GUARD}
           AND id <> ALL (ARRAY(SELECT unnest(ids) FROM claims WHERE endpoint_id = 1 AND lease_until > now()))
         ORDER BY due_at, id LIMIT $1
      ), lease AS (
        INSERT INTO claims SELECT gen_random_uuid(), 1, now() + interval '30 s', array_agg(id) FROM claimed)
      SELECT id, due_at FROM claimed`,
    settle: `WITH finished AS (DELETE FROM queue WHERE id = ANY ($1::uuid[]) RETURNING *),
      ended AS (DELETE FROM claims WHERE endpoint_id = 1) ${MOVE}`,
  },
  // No order, retries or single rows that wait: what they cost has to be added.
  'cursor over an insert-only log, truncated whole': {
    schema: `CREATE TABLE queue (${COLUMNS});
      CREATE TABLE cursor (only_row boolean PRIMARY KEY, reached uuid) WITH (fillfactor = 10);
      INSERT INTO cursor VALUES (true, '00000000-0000-0000-0000-000000000000')`,
    claim: `SELECT queue.id, due_at FROM queue WHERE id > (SELECT reached FROM cursor) AND due_at >= $2
      ORDER BY id LIMIT $1`,
    settle: `WITH finished AS (SELECT * FROM queue WHERE id = ANY ($1::uuid[])),
      moved AS (UPDATE cursor SET reached = (SELECT id FROM finished ORDER BY id DESC LIMIT 1)) ${MOVE}`,
  },
};

await ensureBuilt();
const cluster = await Cluster.start();
try {
  /** @type {Record<string, Record<'free' | 'held', number[]> & { wal: number }>} */
  const found = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, engine] of Object.entries(engines)) {
      const result = (found[name] ??= { free: [], held: [], wal: 0 });
      const free = await drain(engine, false);
      result.free.push(free.rate);
      result.wal = free.wal;
      result.held.push((await drain(engine, true)).rate);
      console.error(`${round + 1}/${ROUNDS} ${name}`);
    }
  }
  console.log(
    `${ROWS} rows in batches of ${BATCH}, medians of ${ROUNDS} rounds in turns, PostgreSQL ${cluster.version}`,
  );
  console.log(
    '| Engine | Rows/s | With a snapshot held | Ratio | WAL, bytes a row |\n| --- | --- | --- | --- | --- |',
  );
  for (const [name, { free, held, wal }] of Object.entries(found)) {
    const ratios = free.map((rate, index) => (held[index] ?? 0) / rate);
    console.log(
      `| ${name} | ${median(free).toFixed(0)} | ${median(held).toFixed(0)} | ${median(ratios).toFixed(2)} | ${wal.toFixed(0)} |`,
    );
  }
} finally {
  await cluster.drop('engines');
  await cluster.stop();
}

/** @param {Engine} engine @param {boolean} held whether another connection keeps a snapshot from before the first claim */
async function drain(engine, held) {
  await cluster.create('engines');
  return cluster.use('engines', async (client) => {
    await client.query(engine.schema);
    await client.query(HISTORY);
    await client.query(
      `INSERT INTO queue (id, event_id, endpoint_id, document_id, revision, due_at)
       SELECT overlay(gen_random_uuid()::text PLACING lpad(to_hex(number), 8, '0') FROM 1 FOR 8)::uuid, gen_random_uuid(), 1,
              number, 1, now() - interval '1 hour' + number * interval '1 ms'
         FROM generate_series(1, $1::integer) AS number`,
      [ROWS],
    );
    await client.query('VACUUM ANALYZE');
    await client.query('CHECKPOINT');
    const run = async () => {
      const before = await walOf(client);
      const started = performance.now();
      /** @type {Date | string} */
      let from = '-infinity';
      for (let left = ROWS; left > 0;) {
        /** @type {{ rows: { id: string, due_at: Date }[] }} */
        const { rows } = await client.query(engine.claim, [BATCH, from]);
        if (rows.length === 0) throw new Error('Nothing is claimed, and not all is done');
        if (engine.mark) from = rows[0].due_at;
        await client.query(engine.settle, [rows.map(({ id }) => id)]);
        left -= rows.length;
      }
      const rate = (ROWS / (performance.now() - started)) * 1000;
      return { rate, wal: ((await walOf(client)) - before) / ROWS };
    };
    if (!held) return run();
    return cluster.use('engines', async (other) => {
      await other.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      await other.query('SELECT count(*) FROM history');
      return run();
    });
  });
}

/** @param {import('pg').Client} client */
async function walOf(client) {
  const { rows } = await client.query(`SELECT (pg_current_wal_lsn() - '0/0')::float8 AS bytes`);
  return rows[0].bytes;
}

/** @param {number[]} numbers */
function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}
