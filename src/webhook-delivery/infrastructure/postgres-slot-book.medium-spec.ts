import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PostgresDeliveryHarness } from '../../../test/support/postgres-delivery-harness.js';
import { until } from '../../../test/support/until.js';
import type { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { PostgresSlotBook } from './postgres-slot-book.js';
import { WRITE_SLOT_BOOK } from './sql/write-slot-book.sql.js';

const ask = (worker: string, wanted: number, limit = 10, keep = 0) => ({
  ...{ worker, wanted, limit, keep, leaseMs: 30_000 },
});

describe('PostgresSlotBook', () => {
  let harness: PostgresDeliveryHarness;
  /** Each as another process has it. */
  let books: PostgresSlotBook[];
  beforeAll(async () => {
    harness = await PostgresDeliveryHarness.open();
    const others = await Promise.all([1, 2, 3].map(() => harness.another()));
    books = others.map(({ unitOfWork }) => new PostgresSlotBook(unitOfWork));
  });
  afterAll(() => harness.close());
  beforeEach(() => harness.sql(`UPDATE webhook_slot_book SET holders = '[]'`));

  it('gives no more than the limit to workers that ask at the same moment', async () => {
    for (let round = 0; round < 20; round++) {
      const taken = await Promise.all(
        books.flatMap((book, index) =>
          [1, 2, 3].map((more) => book.take(ask(`${round} ${index} ${more}`, 4))),
        ),
      );
      expect(taken.reduce((sum, { slots }) => sum + slots, 0)).toBeLessThanOrEqual(10);
      expect(Math.max(...taken.map(({ slots }) => slots))).toBe(4);
      await harness.sql(`UPDATE webhook_slot_book SET holders = '[]'`);
    }
  });

  it('tells each what the others have, until it is given back', async () => {
    const [one, other] = books;
    expect(await one!.take(ask('one', 7))).toMatchObject({ slots: 7, isShort: false });
    expect(await other!.take(ask('other', 7))).toMatchObject({ slots: 3, isShort: true });
    await one!.take(ask('one', 0));
    expect(await other!.take(ask('other', 7))).toMatchObject({ slots: 7, isShort: false });
  });

  it('neither waits for one that has stopped between reading and writing, nor lets it write what it read', async () => {
    const { unitOfWork } = await harness.another();
    let go: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => (go = resolve));
    const manager = {
      query: async (sql: string, values?: unknown[]): Promise<unknown> => {
        if (sql === WRITE_SLOT_BOOK) await stopped;
        return unitOfWork.manager.query(sql, values);
      },
    };
    const frozen = new PostgresSlotBook({ manager } as unknown as TypeOrmUnitOfWork).take(ask('frozen', 10));
    const began = performance.now();
    expect(await books[0]!.take(ask('one', 8))).toMatchObject({ slots: 8 });
    expect(performance.now() - began).toBeLessThan(1000);
    go();
    expect(await frozen).toMatchObject({ slots: 2, isShort: true });
  });

  // A snapshot that somebody holds (an ANALYZE, say) keeps dead rows for as long; what is written after it must reuse.
  it('leaves few dead rows behind, however often it is written', async () => {
    const pages = async (): Promise<number> => {
      const [table] = await harness.sql<{ pages: number }>(
        `SELECT pg_relation_size('webhook_slot_book') / 8192 AS pages`,
      );
      return Number(table!.pages);
    };
    await until('300 more writes need no more pages', async () => {
      const before = await pages();
      for (let time = 0; time < 300; time++) await books[0]!.take(ask('one', 1 + (time % 9)));
      return (await pages()) === before;
    });
  });
});
