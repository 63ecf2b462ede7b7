import type { Client } from 'pg';

/** Any number, as long as nobody else has it. */
const LOCK = 42;

/**
 * Makes whoever writes such rows wait, with its transaction open, until it is let go. The session waits for
 * `wait_event = 'advisory'` then.
 * @param sql a session of its own: it holds the lock
 * @param what `BEFORE UPDATE ON documents`; `when` such rows are, by `NEW`
 * @returns lets go what waits, and holds nothing back any more
 */
export async function holdBack(sql: Client, what: string, when: string): Promise<() => Promise<void>> {
  await sql.query(`SELECT pg_advisory_lock(${LOCK})`);
  await sql.query(`
    CREATE OR REPLACE FUNCTION hold_back() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_advisory_xact_lock_shared(${LOCK}); RETURN NEW; END $$`);
  await sql.query(
    `CREATE TRIGGER hold_back ${what} FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION hold_back()`,
  );
  return async () => {
    await sql.query(`SELECT pg_advisory_unlock(${LOCK})`);
  };
}
