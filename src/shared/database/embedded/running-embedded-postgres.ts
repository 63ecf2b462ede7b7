import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** @returns the address of an embedded PostgreSQL that another process runs on `directory`, if there is one */
export async function runningEmbeddedPostgres(directory: string): Promise<string | undefined> {
  const cluster = join(directory, 'cluster');
  const [pid, password] = await Promise.all(
    ['data/postmaster.pid', 'password'].map((name) => readFile(join(cluster, name), 'utf8').catch(() => '')),
  );
  const port = pid?.split('\n')[3];
  if (!port || !password) return undefined;
  const url = `postgres://recordengine:${password}@127.0.0.1:${port}/recordengine`;
  const client = new pg.Client({ connectionString: url, ssl: false });
  client.on('error', () => undefined); // what is awaited rejects as well
  try {
    await client.connect();
    return url;
  } catch {
    return undefined; // its file was left behind
  } finally {
    await client.end().catch(() => undefined);
  }
}
