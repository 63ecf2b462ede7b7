import { randomBytes } from 'node:crypto';
import pg from 'pg';

const PREFIX = 'recordengine_demo_';
const HOUR = 3600;

/** A database of the demo's own on the server of DATABASE_URL. */
export class DemoDatabase {
  /** @param {string} server */
  static async create(server) {
    const now = Math.floor(Date.now() / 1000);
    const name = `${PREFIX}${now}_${randomBytes(4).toString('hex')}`;
    await onServer(server, async (client) => {
      const { rows } = await client.query(`SELECT datname FROM pg_database WHERE datname LIKE '${PREFIX}%'`);
      for (const { datname } of rows) {
        // Of a demo that was killed. One that still runs is connected, and then PostgreSQL refuses.
        const made = Number(/^recordengine_demo_(\d+)_[0-9a-f]+$/.exec(datname)?.[1] ?? now);
        if (now - made > HOUR) await client.query(`DROP DATABASE "${datname}"`).catch(() => undefined);
      }
      await client.query(`CREATE DATABASE ${name} ENCODING 'UTF8' TEMPLATE template0`);
    });
    return new DemoDatabase(server, name);
  }

  /**
   * @param {string} server
   * @param {string} name
   */
  constructor(server, name) {
    this.server = server;
    this.name = name;
  }

  get url() {
    const url = new URL(this.server);
    url.pathname = `/${this.name}`;
    return url.href;
  }

  async drop() {
    await onServer(this.server, (client) =>
      client.query(`DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`),
    );
  }
}

/**
 * @param {string} server
 * @param {(client: pg.Client) => Promise<unknown>} work
 */
async function onServer(server, work) {
  const client = new pg.Client({ connectionString: server, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    await work(client);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The server of DATABASE_URL refused: ${reason}`, { cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
}
