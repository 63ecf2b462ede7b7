import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { aNewDocument, NOON } from '../../../test/support/a-document.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { until } from '../../../test/support/until.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { ChangeExternalRefs } from '../application/change-external-refs.js';
import { DocumentRow } from './document.row.js';
import { SqlDocumentQueries } from './sql-document.queries.js';
import { TypeOrmDocumentRepository } from './typeorm-document.repository.js';

/** JSON texts, not values: the spelling is what must survive. */
const space = fc.constantFrom('', '', '', ' ', '\n', '\r\n\t');
const escaped = fc.constantFrom(
  '\\u0000',
  '\\ud800',
  '\\udc00\\ud800',
  '\\u00E9',
  '\\/',
  '\\"',
  '\\\\',
  '\\n',
);
const plain = fc
  .string({ unit: 'binary', maxLength: 8 })
  .map((text) => JSON.stringify(text.toWellFormed()).slice(1, -1));
const string = fc.array(fc.oneof(escaped, plain), { maxLength: 4 }).map((parts) => `"${parts.join('')}"`);
const number = fc.oneof(
  fc.constantFrom(
    '1.0',
    '1e2',
    '-0',
    '1E-3',
    '12345678901234567890',
    '0.1000000000000000055511151231257827',
    '1e400',
  ),
  fc.bigInt().map(String),
);
const { object } = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(string, number, fc.constantFrom('true', 'false', 'null')),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
    tie('object'),
  ),
  object: fc
    .array(
      fc.tuple(
        space,
        fc.oneof(string, fc.constantFrom('"a"', '"1"', '"__proto__"')),
        space,
        tie('value'),
        space,
      ),
      {
        maxLength: 4,
      },
    )
    .map((members) => `{${members.map(([a, key, b, each, c]) => `${a}${key}${b}:${each}${c}`).join(',')}}`),
}));

describe('documents in PostgreSQL', () => {
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

  const add = (): Promise<number> => unitOfWork.run(() => documents.add(aNewDocument(), 'ann'));

  it('keeps external_refs to the byte: added, saved, read for a change, read for an answer, told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(object, { minLength: 1, maxLength: 20 }), async (texts) => {
        const refs = texts.map((text) => ExternalRefs.parse(text));
        expect(refs.map(({ text }) => text)).toEqual(texts);
        const read = async (ids: number[]): Promise<unknown> => ({
          forChange: (await unitOfWork.run(() => documents.manyForChange(ids))).map(
            (document) => document.externalRefs.text,
          ),
          forAnswer: (await queries.byIds(ids)).map((document) => document.externalRefs.text),
        });
        const expected = { forChange: texts, forAnswer: texts };

        const added = await unitOfWork.run(async () => {
          const ids: number[] = [];
          for (const externalRefs of refs)
            ids.push(await documents.add(aNewDocument({ externalRefs }), 'ann'));
          return ids;
        });
        expect(await read(added)).toEqual(expected);

        const saved = await unitOfWork.run(async () => {
          const ids: number[] = [];
          for (let count = 0; count < refs.length; count++)
            ids.push(await documents.add(aNewDocument(), 'ann'));
          const loaded = await documents.manyForChange(ids);
          loaded.forEach((document, index) => document.edit({ externalRefs: refs[index] }));
          await documents.save(loaded, 'bob');
          return ids;
        });
        expect(await read(saved)).toEqual(expected);
        const [last] = await queries.history(saved[0]!, 1, undefined);
        if (texts[0] !== '{}') expect(last).toMatchObject({ from: '{}', to: texts[0] });
      }),
      { numRuns: 40 },
    );
  });

  it('keeps the largest refs', async () => {
    const text = `{"a":"${'é'.repeat((65_536 - 8) / 2)}"}`;
    expect(Buffer.byteLength(text)).toBe(65_536);
    const id = await add();
    const change = new ChangeExternalRefs(unitOfWork, documents);
    expect((await change.change(id, () => ExternalRefs.parse(text), undefined, 'bob')).text).toBe(text);
    expect((await queries.byIds([id]))[0]?.externalRefs.text).toBe(text);
  });

  it('lets changes of one document queue up at its lock, and those of others pass', async () => {
    const [id, other] = [await add(), await add()];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const order: string[] = [];
    const note = (name: string, documentId: number, wait: Promise<void> = Promise.resolve()): Promise<void> =>
      unitOfWork.run(async () => {
        const document = await documents.forChange(documentId);
        order.push(`${name} sees ${document.snapshot().notes}`);
        await wait;
        document.edit({ notes: name });
        await documents.save([document], name);
      });
    const first = note('first', id, held);
    await until('the first has the lock', () => order.length === 1);
    const second = note('second', id);
    await until('the second waits', async () => {
      const [row] = await dataSource.query<{ waiting: number }[]>(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return row?.waiting === 1;
    });
    await note('another', other);
    release();
    await Promise.all([first, second]);
    expect(order).toEqual(['first sees null', 'another sees null', 'second sees first']);
    expect((await queries.byIds([id]))[0]).toMatchObject({ notes: 'second', version: 3 });
  });

  it('can be read while somebody holds the lock', async () => {
    const id = await add();
    await unitOfWork.run(async () => {
      await documents.forChange(id);
      const other = new SqlDocumentQueries(await database.unitOfWork());
      expect(await other.byIds([id])).toMatchObject([{ id }]);
    });
  });

  it('makes the removal of a content wait for the upload of it, and the upload for the removal', async () => {
    const sha256 = 'ef'.repeat(32);
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    let locked = false;
    const upload = unitOfWork.run(async () => {
      await documents.lockContent(sha256);
      locked = true;
      await held;
      await documents.add(aNewDocument({ sha256 }), 'ann');
    });
    await until('the upload has the lock', () => locked);
    await unitOfWork.run(() => documents.lockContent(sha256)); // another upload need not wait
    const judged = unitOfWork.run(() => documents.isOrphan(sha256));
    await until('the removal waits', async () => {
      const rows = await dataSource.query<unknown[]>(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`,
      );
      return rows.length === 1;
    });
    finish();
    await upload;
    expect(await judged).toBe(false);
  });
});
