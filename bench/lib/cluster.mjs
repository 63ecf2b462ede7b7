import { join } from 'node:path';
import pg from 'pg';
import { root, workFolder } from './paths.mjs';

/** The PostgreSQL that the service brings, as the service starts it: fsync on, its settings untouched. */
export class Cluster {
  /** @param {{ url: string, stop(): Promise<void> }} server @param {pg.Client} admin @param {string} version */
  constructor(server, admin, version) {
    this.server = server;
    this.admin = admin;
    this.version = version;
  }

  /** @param {Record<string, string>} [settings] beyond those of the service */
  static async start(settings = {}) {
    const { startEmbeddedPostgres } = await import(
      join(root, 'dist/src/shared/database/embedded/start-embedded-postgres.js')
    );
    const server = await startEmbeddedPostgres({ directory: join(workFolder, 'postgres'), settings });
    const admin = await connect(server.url);
    const { rows } = await admin.query(
      `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
              current_setting('synchronous_commit') AS durable`,
    );
    if (rows[0].fsync !== 'on' || rows[0].durable !== 'on')
      throw new Error('PostgreSQL must be durable here');
    return new Cluster(server, admin, rows[0].version);
  }

  /** @param {string} database */
  url(database) {
    const url = new URL(this.server.url);
    url.pathname = `/${database}`;
    return url.href;
  }

  /** @param {string} database */
  async create(database) {
    await this.drop(database);
    await this.admin.query(`CREATE DATABASE ${database}`);
  }

  /**
   * The same rows in the same files: every round begins alike. Copying files ends with a checkpoint, so that none is
   * due because of it.
   * @param {string} template @param {string} database
   */
  async copy(template, database) {
    await this.drop(database);
    await this.admin.query(`CREATE DATABASE ${database} TEMPLATE ${template} STRATEGY file_copy`);
  }

  /** @param {string} database */
  async drop(database) {
    await this.admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  }

  /**
   * @template T
   * @param {string} database @param {(client: pg.Client) => Promise<T>} work
   */
  async use(database, work) {
    const client = await connect(this.url(database));
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  async stop() {
    await this.admin.end().catch(() => undefined);
    await this.server.stop();
  }
}

/** @param {string} url */
async function connect(url) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // what is awaited rejects as well
  await client.connect();
  return client;
}
