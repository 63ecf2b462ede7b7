import pg from 'pg';

/**
 * For a queue in PostgreSQL.
 * @param {string} query gives a row while a job is not durably done
 * @returns {(task: import('./job-runner.mjs').Task) => Promise<() => Promise<boolean>>}
 */
export function rowsLeft(query) {
  return async ({ databaseUrl }) => {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    return async () => (await client.query(query)).rows.length > 0;
  };
}
