import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { aNewDocument, NOON } from '../../../test/support/a-document.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { until } from '../../../test/support/until.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import type { DocumentFilter, DocumentView } from '../application/document.queries.js';
import type { Document, NewDocument } from '../domain/document.js';
import { DocumentRow } from './document.row.js';
import { SELECT_HORIZON } from './sql/select-horizon.sql.js';
import { SqlDocumentQueries } from './sql-document.queries.js';
import { TypeOrmDocumentRepository } from './typeorm-document.repository.js';

describe('documents by their last change', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: TypeOrmUnitOfWork;
  let documents: TypeOrmDocumentRepository;
  let queries: SqlDocumentQueries;

  beforeAll(async () => {
    database = await TestDatabase.create();
    dataSource = await database.open([DocumentRow]);
    unitOfWork = new TypeOrmUnitOfWork(dataSource);
    documents = new TypeOrmDocumentRepository(unitOfWork, { now: () => NOON });
    queries = new SqlDocumentQueries(unitOfWork);
  });
  afterAll(() => database.drop());
  beforeEach(() => dataSource.query(`DELETE FROM documents`));

  const add = (values: Partial<NewDocument> = {}): Promise<number> =>
    unitOfWork.run(() => documents.add(aNewDocument(values), 'ann'));
  const change = async (id: number, notes: string): Promise<void> => {
    const document = await documents.forChange(id);
    document.edit({ notes });
    await documents.save([document], 'bob');
  };
  const edit = (id: number, notes: string): Promise<void> => unitOfWork.run(() => change(id, notes));
  const list = async (filter: DocumentFilter = {}): Promise<DocumentView[]> =>
    (await queries.listByUpdate(filter, 1000, undefined)).documents;
  const notesOf = async (filter: DocumentFilter = {}): Promise<(string | null)[]> =>
    (await list(filter)).map(({ notes }) => notes);
  /** The clock of the database goes past what was written. */
  const complete = (count: number): Promise<unknown> =>
    until(`${count} documents are listed`, async () => (await list()).length === count);

  /** A transaction that has done `work` and waits. */
  async function hold(work: () => Promise<unknown>): Promise<{ commit: () => Promise<void> }> {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let ready = false;
    const done = unitOfWork.run(async () => {
      await work();
      ready = true;
      await released;
    });
    await Promise.race([until('the transaction has written', () => ready), done]);
    return {
      commit: async () => {
        release();
        await done;
      },
    };
  }

  it('come oldest first, from the last one seen, with any filter', async () => {
    const ids = [await add({ source: 'Email' }), await add(), await add({ source: 'Email' })];
    await complete(3);
    const [first, , third] = await list();
    expect((await list()).map(({ id }) => id)).toEqual(ids);
    await edit(ids[0]!, 'again');
    await until('it is listed last', async () => (await list()).at(-1)?.id === ids[0]);
    expect((await list({ updatedAfter: third?.updatedAt })).map(({ id }) => id)).toEqual([ids[2], ids[0]]);
    expect((await list({ source: 'Email' })).map(({ id }) => id)).toEqual([ids[2], ids[0]]);
    expect(first?.updatedAt).toEqual(first?.createdAt);
  });

  it('come in pages without a gap or a repeat, also those of one millisecond', async () => {
    const ids = [];
    for (let count = 0; count < 20; count++) ids.push(await add());
    await complete(20);
    await dataSource.query(`UPDATE documents SET updated_at = '2026-01-01' WHERE id % 3 > 0`);
    const seen: number[] = [];
    const lengths: number[] = [];
    let more = true;
    for (let after: Date | undefined; more;) {
      const page = await queries.listByUpdate({}, 3, after);
      seen.push(...page.documents.map(({ id }) => id));
      lengths.push(page.documents.length);
      after = page.documents.at(-1)?.updatedAt;
      more = page.more;
    }
    expect(lengths[0]).toBeGreaterThan(12); // those of one millisecond stay together
    expect(Math.max(...lengths.slice(1))).toBe(3);
    expect(seen).toEqual([...ids.filter((id) => id % 3 > 0), ...ids.filter((id) => id % 3 === 0)]);
  });

  it('bring whoever goes on from the last time further, however many share it', async () => {
    const ids = [];
    for (let count = 0; count < 8; count++) ids.push(await add());
    await complete(8);
    await dataSource.query(`UPDATE documents SET updated_at = '2026-01-01' WHERE id <> $1`, [ids[7]]);
    const [first] = (await queries.listByUpdate({}, 2, undefined)).documents;
    const { documents: again, more } = await queries.listByUpdate(
      { updatedAfter: first?.updatedAt },
      1,
      undefined,
    );
    expect(again.map(({ id }) => id)).toEqual(ids);
    expect(more).toBe(false);
  });

  it('wait for a change that commits late', async () => {
    const [a, b] = [await add({ notes: 'a' }), await add({ notes: 'b' })];
    await complete(2);
    const held = await hold(() => change(a, 'a2'));
    await edit(b, 'b2');
    expect((await queries.byIds([b]))[0]?.notes).toBe('b2');
    // However late it is: what was changed after the open write stays back.
    for (let asked = 0; asked < 5; asked++) {
      expect(await notesOf()).toEqual(['a']);
      await pause(5);
    }
    await held.commit();
    await until('both are listed', async () => (await list()).length === 2);
    expect(await notesOf()).toEqual(['a2', 'b2']);
  });

  it('wait for a new document that commits late', async () => {
    const held = await hold(() => documents.add(aNewDocument({ notes: 'late' }), 'ann'));
    await add({ notes: 'early' });
    for (let asked = 0; asked < 5; asked++) {
      expect(await notesOf()).toEqual([]);
      await pause(5);
    }
    await held.commit();
    await complete(2);
    expect(await notesOf()).toEqual(['late', 'early']);
  });

  it('wait for a new document that has read the clock, but is not written yet', async () => {
    await dataSource.query(`
      CREATE FUNCTION wait_for_the_test() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NEW; END $$`);
    await dataSource.query(`
      CREATE TRIGGER tr_wait BEFORE INSERT ON documents FOR EACH ROW WHEN (NEW.notes = 'late')
        EXECUTE FUNCTION wait_for_the_test()`);
    const gate = dataSource.createQueryRunner();
    try {
      await add({ notes: 'first' }); // ids are taken from the sequence in advance: that alone gives a transaction its id
      await complete(1);
      await gate.query(`SELECT pg_advisory_lock(4711)`);
      const late = add({ notes: 'late' });
      await until('it waits between the clock and the row', async () => {
        const rows = await dataSource.query<unknown[]>(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`,
        );
        return rows.length === 1;
      });
      await add({ notes: 'early' });
      for (let asked = 0; asked < 5; asked++) {
        expect(await notesOf()).toEqual(['first']);
        await pause(5);
      }
      await gate.query(`SELECT pg_advisory_unlock(4711)`);
      await late;
      await complete(3);
      expect(await notesOf()).toEqual(['first', 'late', 'early']);
    } finally {
      await gate.query(`SELECT pg_advisory_unlock_all()`);
      await gate.release();
      await dataSource.query(`DROP FUNCTION wait_for_the_test() CASCADE`);
    }
  });

  it('wait for what is rounded down to the millisecond in which the horizon lies', async () => {
    // Half of all times are rounded down.
    for (let round = 0; round < 20; round++) {
      await unitOfWork.run(async () => {
        const [written] = await unitOfWork.transactional.query<{ at: string }[]>(
          `SELECT now()::timestamptz(3)::text AS at, pg_current_xact_id()`,
        );
        const [row] = await dataSource.query<{ horizon: string }[]>(SELECT_HORIZON);
        const compared = await dataSource.query<unknown[]>(
          `SELECT $1::timestamptz AS horizon, $2::timestamptz AS written WHERE $1::timestamptz > $2::timestamptz`,
          [row?.horizon, written?.at],
        );
        expect(compared).toEqual([]);
      });
    }
  });

  it('do not wait for who only reads, nor for what happens in another database', async () => {
    const other = await TestDatabase.create();
    try {
      const elsewhere = await other.unitOfWork();
      let release: () => void = () => undefined;
      const released = new Promise<void>((resolve) => (release = resolve));
      const open = [
        elsewhere.run(async () => {
          await elsewhere.transactional.query(`INSERT INTO contacts (name, type) VALUES ('x', 'Client')`);
          await released;
        }),
        unitOfWork.run(async () => {
          await unitOfWork.transactional.query(`SELECT count(*) FROM documents`);
          await released;
        }),
      ];
      await add();
      await complete(1);
      release();
      await Promise.all(open);
    } finally {
      await other.drop();
    }
  });

  it('never go back in time, and an export has the time of its change', async () => {
    const id = await add({ status: 'Ready' });
    await dataSource.query(`UPDATE documents SET updated_at = '2999-01-01', created_at = '2999-01-01'`);
    await edit(id, 'later');
    expect((await queries.byIds([id]))[0]?.updatedAt).toEqual(new Date('2999-01-01'));

    const exported = await add({ status: 'Ready' });
    await unitOfWork.run(async () => {
      const document = await documents.forChange(exported);
      document.export(false);
      await documents.save([document], 'bob');
    });
    const [view] = await queries.byIds([exported]);
    expect(view?.exportedAt).toEqual(view?.updatedAt);
    await edit(exported, 'x');
    const [again] = await queries.byIds([exported]);
    expect(again?.exportedAt).toEqual(view?.exportedAt);
    const [line] = await queries.history(exported, 1, undefined);
    expect(line?.at).toEqual(again?.updatedAt);
  });

  it('miss nothing, whatever writes at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat({ max: 12 }), { minLength: 3, maxLength: 8 }), {
          minLength: 3,
          maxLength: 6,
        }),
        fc.integer({ min: 1, max: 40 }),
        async (writers, limit) => {
          await dataSource.query(`DELETE FROM documents`);
          const known: number[] = [];
          let writing = true;
          const write = async (delays: number[], writer: number): Promise<void> => {
            for (const [turn, delay] of delays.entries()) {
              await unitOfWork.run(async () => {
                const id = known[(turn * 7 + writer) % (known.length + 1)];
                if (id === undefined) known.push(await documents.add(aNewDocument(), 'ann'));
                else await change(id, `${writer}.${turn}`).catch(ignoreNotYetThere);
                await pause(delay);
              });
            }
          };
          /** Goes on from the last updated_at it saw, and notes the newest version of each document. */
          const seen = new Map<number, number>();
          let from: Date | undefined;
          const poll = async (): Promise<void> => {
            const { documents: page } = await queries.listByUpdate({ updatedAfter: from }, limit, undefined);
            for (const { id, version } of page) seen.set(id, version);
            from = page.at(-1)?.updatedAt ?? from;
          };
          const polling = (async (): Promise<void> => {
            while (writing) await poll();
          })();
          await Promise.all(writers.map(write));
          writing = false;
          await polling;
          const now = await dataSource.query<Pick<Document, 'id'>[]>(`SELECT id, version FROM documents`);
          const expected = now.map((row) => Object.values(row)).sort();
          await until(
            'the poller has caught up',
            async () => {
              await poll();
              return JSON.stringify([...seen].sort()) === JSON.stringify(expected);
            },
            5,
          );
        },
      ),
      { numRuns: 12, endOnFailure: true },
    );
  }, 60_000);
});

/** Another transaction has added it, and is still open. */
function ignoreNotYetThere(error: unknown): void {
  if ((error as { code?: string }).code !== 'document_not_found') throw error;
}
