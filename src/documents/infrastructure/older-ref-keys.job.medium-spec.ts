import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { aNewDocument, NOON } from '../../../test/support/a-document.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { until } from '../../../test/support/until.js';
import type { Config, Role } from '../../shared/config/config.js';
import type { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { DocumentRow } from './document.row.js';
import { OlderRefKeysJob } from './older-ref-keys.job.js';
import { SqlDocumentQueries } from './sql-document.queries.js';
import { TypeOrmDocumentRepository } from './typeorm-document.repository.js';

const MANY = 450; // three slices

describe('OlderRefKeysJob', () => {
  let database: TestDatabase;
  let sql: pg.Client;
  let unitOfWork: TypeOrmUnitOfWork;
  let documents: TypeOrmDocumentRepository;
  const ids: number[] = [];

  beforeAll(async () => {
    database = await TestDatabase.create();
    unitOfWork = await database.unitOfWork([DocumentRow]);
    documents = new TypeOrmDocumentRepository(unitOfWork, { now: () => NOON });
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    await unitOfWork.run(async () => {
      for (let at = 0; at < MANY; at++) {
        const refs =
          at === 7 ? '{}' : String.raw`{"crm":{"record_id":1},"\u0063rm":{"record_id":"${at}\u0000"}}`;
        ids.push(await documents.add(aNewDocument({ externalRefs: ExternalRefs.parse(refs) }), 'ann'));
      }
    });
  });
  afterAll(async () => {
    await sql.end();
    await database.drop();
  });
  beforeEach(async () => {
    await sql.query(`TRUNCATE document_ref_keys, document_ref_systems`);
    await progress('0');
  });

  const progress = (upTo: string): Promise<unknown> =>
    sql.query(
      `INSERT INTO instance_settings VALUES ('ref_keys_added_up_to', $1)
       ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value`,
      [upTo],
    );
  const progressed = async (): Promise<string | undefined> => {
    const { rows } = await sql.query<{ value: string }>(
      `SELECT value FROM instance_settings WHERE key = 'ref_keys_added_up_to'`,
    );
    return rows[0]?.value;
  };
  const worker = (role: Role = 'worker', transactions = unitOfWork): OlderRefKeysJob =>
    new OlderRefKeysJob({ roles: new Set([role]) } as Partial<Config> as Config, transactions);
  const found = async (): Promise<number[]> => {
    const records = ids.map((_, at) => ({ system: 'crm', recordId: `${at}\0` }));
    return (await new SqlDocumentQueries(unitOfWork).idsByRecords(records, 9)).flat();
  };
  const all = (): number[] => ids.filter((_, at) => at !== 7);

  it('adds the keys of all, whether one worker does it or several', async () => {
    await worker('api').run();
    expect([await found(), await progressed()]).toEqual([[], '0']);
    await Promise.all([worker().run(), worker().run(), worker().run()]);
    expect([await found(), await progressed()]).toEqual([all(), undefined]);
  });

  it('does nothing where nothing is left to do', async () => {
    await sql.query(`DELETE FROM instance_settings WHERE key = 'ref_keys_added_up_to'`);
    await worker().run();
    expect(await found()).toEqual([]);
  });

  it('ends with its slice when the service stops, and goes on there', async () => {
    const stopped = worker();
    stopped.onApplicationBootstrap();
    await stopped.beforeApplicationShutdown();
    expect(await progressed()).toBe('200');
    const some = await found();
    expect(some).toEqual(all().filter((id) => id <= 200));
    await worker().run();
    expect([await found(), await progressed()]).toEqual([all(), undefined]);
  });

  it('gives a document that is being changed the keys of what it is changed to', async () => {
    const id = ids[0] as number;
    const other = worker('worker', await database.unitOfWork());
    let run: Promise<void> | undefined;
    await unitOfWork.run(async () => {
      const document = await documents.forChange(id);
      run = other.run();
      await until('the job waits for the document', async () => {
        const { rows } = await sql.query(`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'`);
        return rows.length;
      });
      document.edit({ externalRefs: ExternalRefs.parse('{"crm":{"record_id":"changed"}}') });
      await documents.save([document], 'ann');
    });
    await run;
    const records = ['changed', '0\0'].map((recordId) => ({ system: 'crm', recordId }));
    expect(await new SqlDocumentQueries(unitOfWork).idsByRecords(records, 9)).toEqual([[id], []]);
  });
});
