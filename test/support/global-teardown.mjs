import pg from 'pg';

export default async function globalTeardown() {
  const client = new pg.Client({ connectionString: process.env.RE_TEST_SERVER });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${process.env.RE_TEST_TEMPLATE} WITH (FORCE)`);
  await client.end();
  await /** @type {{ stopTestPostgres?: () => Promise<void> }} */ (globalThis).stopTestPostgres?.();
}
