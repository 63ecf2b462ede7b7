import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../../../test/support/test-database.js';
import { until } from '../../../test/support/until.js';
import { OutcomeUnknown } from '../kernel/unit-of-work.js';
import { isDatabaseAway } from './postgres-errors.js';
import { TypeOrmUnitOfWork } from './typeorm-unit-of-work.js';

describe('TypeOrmUnitOfWork', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: TypeOrmUnitOfWork;

  beforeAll(async () => {
    database = await TestDatabase.create();
    dataSource = await database.open();
    unitOfWork = new TypeOrmUnitOfWork(dataSource);
    await dataSource.query(`CREATE TABLE notes (note text CONSTRAINT uq_notes UNIQUE)`);
  });
  afterAll(() => database.drop());
  beforeEach(() => dataSource.query(`TRUNCATE notes`));

  const write = (note: string): Promise<void> =>
    unitOfWork.run(async () => {
      await unitOfWork.transactional.query(`INSERT INTO notes VALUES ($1)`, [note]);
    });
  /** As others see it. */
  const committed = async (): Promise<string[]> =>
    (await dataSource.query<{ note: string }[]>(`SELECT note FROM notes ORDER BY note`)).map(
      ({ note }) => note,
    );

  it('commits what one run wrote, and nothing of one that failed', async () => {
    await write('kept');
    const failed = unitOfWork.run(async () => {
      await write('lost');
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await committed()).toEqual(['kept']);
  });

  it('commits joined runs together, and reads between them see what is written', async () => {
    const seen = await unitOfWork.joined(async () => {
      await write('one');
      const [row] = await unitOfWork.manager.query<{ count: number }[]>(`SELECT count(*) FROM notes`);
      await write('two');
      return { inside: row?.count, outside: await committed() };
    });
    expect(seen).toEqual({ inside: 1, outside: [] });
    expect(await committed()).toEqual(['one', 'two']);
  });

  it('undoes all joined runs when the work fails after them', async () => {
    const failed = unitOfWork.joined(async () => {
      await write('one');
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await committed()).toEqual([]);
  });

  it('lets one of the joined runs fail alone', async () => {
    await unitOfWork.joined(async () => {
      await write('one');
      await expect(write('one')).rejects.toThrow('uq_notes');
      await write('two');
    });
    expect(await committed()).toEqual(['one', 'two']);
  });

  it('opens no transaction before the first run', async () => {
    await unitOfWork.joined(async () => {
      const [row] = await unitOfWork.manager.query<{ id: string | null }[]>(
        `SELECT pg_current_xact_id_if_assigned() AS id`,
      );
      expect(row?.id).toBeNull();
      expect(() => unitOfWork.transactional).toThrow('No open unit of work');
    });
  });

  it('gives hints after the common commit, and not those of a run that failed', async () => {
    const hints: string[] = [];
    const hint = (name: string) => async (): Promise<void> => unitOfWork.afterCommit(() => hints.push(name));
    await unitOfWork.joined(async () => {
      await unitOfWork.run(hint('one'));
      await unitOfWork
        .run(async () => {
          await hint('failed')();
          throw new Error('no');
        })
        .catch(() => undefined);
      await hint('between')();
      expect(hints).toEqual([]);
    });
    expect(hints).toEqual(['one', 'between']);
  });

  it.each(['run', 'joined'] as const)(
    '%s: a session that ends between two statements is no defect',
    async (how) => {
      const { manager } = dataSource;
      const failed = unitOfWork[how](async () => {
        await write('lost');
        const [session] = await unitOfWork.manager.query<{ pid: number }[]>(`SELECT pg_backend_pid() AS pid`);
        await manager.query(`SELECT pg_terminate_backend($1)`, [session?.pid]);
        await until('the driver has noticed', async () => {
          const alive = await manager.query<unknown[]>(`SELECT FROM pg_stat_activity WHERE pid = $1`, [
            session?.pid,
          ]);
          return alive.length === 0;
        });
        await write('after it');
      }).catch((error: unknown) => error);
      expect(isDatabaseAway(await failed)).toBe(true);
      expect(await committed()).toEqual([]);
    },
  );

  it('says when nobody knows whether joined runs were committed', async () => {
    const broken = unitOfWork.joined(async () => {
      const pid = await unitOfWork.run(async () => {
        const [row] = await unitOfWork.transactional.query<{ pid: number }[]>(
          `SELECT pg_backend_pid() AS pid`,
        );
        return row?.pid;
      });
      await dataSource.query(`SELECT pg_terminate_backend($1, 5000)`, [pid]);
    });
    await expect(broken).rejects.toBeInstanceOf(OutcomeUnknown);
    await write('goes on');
    expect(await committed()).toEqual(['goes on']);
  });

  describe('accountable', () => {
    const readInVain = async (): Promise<void> => {
      try {
        await unitOfWork.manager.query(`SELECT pg_terminate_backend(pg_backend_pid())`);
      } finally {
        await until('the pool has noticed', () =>
          dataSource.query(`SELECT 1`).then(
            () => true,
            () => false,
          ),
        );
      }
    };

    it.each(['run', 'joined'] as const)(
      'says that nobody knows when the database goes away after %s has committed',
      async (how) => {
        const broken = unitOfWork.accountable(async () => {
          await unitOfWork[how](() => write('kept'));
          await readInVain();
        });
        await expect(broken).rejects.toBeInstanceOf(OutcomeUnknown);
        expect(await committed()).toEqual(['kept']);
      },
    );

    it('leaves every failure as it is before a commit, and what is no outage also after it', async () => {
      const before = unitOfWork.accountable(readInVain).catch((error: unknown) => error);
      expect(isDatabaseAway(await before)).toBe(true);
      const after = unitOfWork.accountable(async () => {
        await write('kept');
        throw new Error('no');
      });
      await expect(after).rejects.toThrow('no');
    });
  });
});
