import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { databaseOptions, openDatabase } from '../../src/shared/database/open-database.js';
import { TypeOrmUnitOfWork } from '../../src/shared/database/typeorm-unit-of-work.js';

type RowClass = new () => object;

/** A migrated database of its own for one test file. */
export class TestDatabase {
  private constructor(
    readonly url: string,
    private readonly name: string,
    private readonly opened: DataSource[] = [],
  ) {}

  static async create(): Promise<TestDatabase> {
    const name = `test_${randomBytes(6).toString('hex')}`;
    await onServer(`CREATE DATABASE ${name} TEMPLATE ${process.env['RE_TEST_TEMPLATE']}`);
    const url = new URL(server());
    url.pathname = `/${name}`;
    return new TestDatabase(url.href, name);
  }

  /** A data source over it, as the service has one; closed by `drop()`. */
  async open(rows: RowClass[] = []): Promise<DataSource> {
    const dataSource = await openDatabase({ ...databaseOptions(this.url), entities: rows });
    this.opened.push(dataSource);
    return dataSource;
  }

  async unitOfWork(rows: RowClass[] = []): Promise<TypeOrmUnitOfWork> {
    return new TypeOrmUnitOfWork(await this.open(rows));
  }

  async drop(): Promise<void> {
    for (const dataSource of this.opened) await dataSource.destroy();
    await onServer(`DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`);
  }
}

function server(): string {
  const url = process.env['RE_TEST_SERVER'];
  if (url === undefined) throw new Error('The global setup of Jest has not run');
  return url;
}

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
