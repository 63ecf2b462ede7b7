import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../src/shared/database/embedded/start-embedded-postgres.js';
import { until } from '../support/until.js';
import { CuttingProxy } from './cutting-proxy.js';

/** Until a process that is there again has connected. */
const PATIENCE_SECONDS = 60;

/** A PostgreSQL of the run's own, behind a proxy. */
export class ChaosDatabase {
  private constructor(
    private readonly postgres: EmbeddedPostgres,
    private readonly directory: string,
    readonly proxy: CuttingProxy,
  ) {}

  static async start(directory: string): Promise<ChaosDatabase> {
    // Without fsync a crash of PostgreSQL loses nothing, only one of the machine does.
    const postgres = await startEmbeddedPostgres({ directory, settings: { fsync: 'off' } });
    const { hostname, port } = new URL(postgres.url);
    return new ChaosDatabase(
      postgres,
      directory,
      await CuttingProxy.start({ host: hostname, port: Number(port) }),
    );
  }

  /** Through the proxy. */
  get url(): string {
    const url = new URL(this.postgres.url);
    url.port = String(this.proxy.port);
    return url.href;
  }

  /** It ends as it would by a crash; its launcher starts it again at once, and that is waited for. */
  async crash(): Promise<void> {
    const { pid } = await this.postmaster();
    process.kill(pid, 'SIGQUIT');
    await until('PostgreSQL is ready again', async () => {
      const now = await this.postmaster();
      return now.pid !== pid && now.isReady;
    });
  }

  /** Ends the sessions of the services that are hit, and all when none is. @returns how many */
  async terminateBackends(isHit: () => boolean): Promise<number> {
    const client = new pg.Client({ connectionString: this.postgres.url });
    await client.connect();
    try {
      const rows = await until(
        'there is a session to end',
        async () => {
          const found = await client.query<{ pid: number }>(
            `SELECT pid FROM pg_stat_activity WHERE application_name = 'recordengine' ORDER BY pid`,
          );
          return found.rows.length > 0 && found.rows;
        },
        PATIENCE_SECONDS,
      );
      const hit = rows.filter(isHit);
      const pids = (hit.length > 0 ? hit : rows).map(({ pid }) => pid);
      await client.query(`SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS hit (pid)`, [pids]);
      return pids.length;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    await this.proxy.stop();
    await this.postgres.stop();
  }

  private async postmaster(): Promise<{ pid: number; isReady: boolean }> {
    const lines = await readFile(join(this.directory, 'cluster/data/postmaster.pid'), 'utf8').catch(() => '');
    const [pid, , , , , , , status] = lines.split('\n');
    return { pid: Number(pid), isReady: status?.trim() === 'ready' };
  }
}
