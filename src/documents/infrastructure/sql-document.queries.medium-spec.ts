import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { aFullDocument, aNewDocument, NOON } from '../../../test/support/a-document.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import type { DocumentFilter } from '../application/document.queries.js';
import type { NewDocument } from '../domain/document.js';
import { DocumentRow } from './document.row.js';
import { SqlDocumentQueries } from './sql-document.queries.js';
import { TypeOrmDocumentRepository } from './typeorm-document.repository.js';

describe('SqlDocumentQueries', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: TypeOrmUnitOfWork;
  let documents: TypeOrmDocumentRepository;
  let queries: SqlDocumentQueries;
  let acme: { contactId: number; folderId: number };

  beforeAll(async () => {
    database = await TestDatabase.create();
    dataSource = await database.open([DocumentRow]);
    unitOfWork = new TypeOrmUnitOfWork(dataSource);
    documents = new TypeOrmDocumentRepository(unitOfWork, { now: () => NOON });
    queries = new SqlDocumentQueries(unitOfWork);
    const [contact] = await dataSource.query<{ id: number }[]>(
      `INSERT INTO contacts (name, type) VALUES ('Acme "Ü"', 'Client') RETURNING id`,
    );
    const [folder] = await dataSource.query<{ id: number }[]>(
      `INSERT INTO folders (contact_id, name) VALUES ($1, 'Q4') RETURNING id`,
      [contact?.id],
    );
    acme = { contactId: contact?.id ?? 0, folderId: folder?.id ?? 0 };
  });
  afterAll(() => database.drop());
  beforeEach(() => dataSource.query(`DELETE FROM documents`));

  const add = (values: Partial<NewDocument> = {}): Promise<number> =>
    unitOfWork.run(() => documents.add(aNewDocument(values), 'ann'));
  const remove = async (id: number): Promise<void> => {
    await dataSource.query(`DELETE FROM documents WHERE id = $1`, [id]);
    await dataSource.query(
      `INSERT INTO document_history (document_id, at, actor, action) VALUES ($1, now(), 'ann', 'deleted')`,
      [id],
    );
  };
  const list = async (filter: DocumentFilter, limit = 50, before?: number): Promise<number[]> =>
    (await queries.list(filter, limit, before)).map(({ id }) => id);

  it('shows a document whole, with the names of its contact and folder and the label of its score', async () => {
    const document = aFullDocument(acme);
    const id = await add(document);
    expect(await queries.byIds([id])).toEqual([
      {
        id,
        ...document,
        contactName: 'Acme "Ü"',
        folderName: 'Q4',
        confidenceLabel: 'Good',
        duplicateOf: [],
      },
    ]);
  });

  it('gives documents in the order asked for, without those that are not there', async () => {
    const [one, two, three] = [await add(), await add(), await add()];
    await remove(two);
    expect((await queries.byIds([three, 999_999, two, one])).map(({ id }) => id)).toEqual([three, one]);
    expect(await queries.byIds([])).toEqual([]);
    expect([
      await queries.isDeleted(two),
      await queries.isDeleted(one),
      await queries.isDeleted(999_999),
    ]).toEqual([true, false, false]);
  });

  it('names the older documents with the same content, deleted ones not', async () => {
    const sha256 = 'cd'.repeat(32);
    const [one, two, , four] = [
      await add({ sha256 }),
      await add({ sha256 }),
      await add(),
      await add({ sha256 }),
    ];
    await remove(two);
    expect((await queries.byIds([one, four])).map(({ duplicateOf }) => duplicateOf)).toEqual([[], [one]]);
  });

  it('filters, each alone and together', async () => {
    const day = (date: string): Date => new Date(`${date}T00:00:00.000Z`);
    const first = await add({ status: 'Ready', createdAt: day('2026-11-01'), updatedAt: day('2026-11-09') });
    const second = await add({
      ...acme,
      source: 'Email',
      createdAt: day('2026-11-02'),
      updatedAt: day('2026-11-02'),
    });
    const third = await add({
      ...acme,
      status: 'Ready',
      createdAt: day('2026-11-03'),
      updatedAt: day('2026-11-03'),
    });
    const gone = await add({ status: 'Ready' });
    await remove(gone);

    expect(await list({})).toEqual([third, second, first]);
    expect(await list({ status: ['Ready'] })).toEqual([third, first]);
    expect(await list({ contactId: acme.contactId })).toEqual([third, second]);
    expect(await list({ folderId: acme.folderId })).toEqual([third, second]);
    expect(await list({ source: 'Email' })).toEqual([second]);
    expect(await list({ createdAfter: day('2026-11-02') })).toEqual([third, second]);
    expect(await list({ createdBefore: day('2026-11-02') })).toEqual([first]);
    expect(await list({ updatedAfter: day('2026-11-03') })).toEqual([third, first]);
    expect(await list({ ...acme, status: ['Ready'], createdAfter: day('2026-11-02') })).toEqual([third]);
    expect(await list({ contactId: 999_999 })).toEqual([]);
  });

  it('pages without a gap or a repeat while documents are added and deleted', async () => {
    const ids: number[] = [];
    for (let count = 0; count < 25; count++) ids.push(await add());
    const seen: number[] = [];
    let before: number | undefined;
    for (;;) {
      const [page] = await Promise.all([list({}, 4, before), add()]);
      if (page.length === 0) break;
      seen.push(...page);
      before = page.at(-1);
    }
    const old = seen.filter((id) => ids.includes(id));
    expect(old).toEqual([...ids].reverse());
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('tells the history newest first, page by page', async () => {
    const id = await add();
    for (const notes of ['a', 'b', 'c']) {
      await unitOfWork.run(async () => {
        const document = await documents.forChange(id);
        document.edit({ notes });
        await documents.save([document], 'bob');
      });
    }
    const newest = await queries.history(id, 3, undefined);
    expect(newest).toMatchObject([
      { actor: 'bob', action: 'edited', field: 'notes', from: '"b"', to: '"c"', at: NOON },
      { from: '"a"', to: '"b"' },
      { from: 'null', to: '"a"' },
    ]);
    expect(await queries.history(id, 3, newest.at(-1)?.id)).toMatchObject([
      { actor: 'ann', action: 'uploaded', field: null, from: 'null', to: '"invoice.pdf"', at: NOON },
    ]);
  });

  it('has no text before there is one', async () => {
    const id = await add();
    expect(await queries.text(id)).toBeUndefined();
    await unitOfWork.run(async () => documents.saveWithText(await documents.forChange(id), '', 'system'));
    expect(await queries.text(id)).toBe('');
  });

  it('finds pages, duplicates and filters by an index', async () => {
    await dataSource.query(`
      INSERT INTO documents (filename, original_filename, mime_type, size, sha256, status, source, contact_id,
                             folder_id, profile_id, created_at, updated_at)
      SELECT 'a', 'a', 'a', 1, md5(n::text), (ARRAY['Ready', 'New', 'Export'])[1 + n % 3], 'API', 1, 1, 1, now(), now()
        FROM generate_series(1, 5000) AS n`);
    await dataSource.query(`ANALYZE documents`);
    const explained = await unitOfWork.run(async () => {
      const manager = unitOfWork.transactional;
      const plans: string[] = [];
      const query = manager.query.bind(manager);
      manager.query = async <T>(sql: string, values: unknown[]): Promise<T> => {
        const rows = await query<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${sql}`, values);
        plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
        return [] as T;
      };
      await queries.list({}, 50, 4000);
      await queries.list({ status: ['Ready'] }, 50, undefined);
      manager.query = query;
      return plans;
    });
    expect(explained).toHaveLength(2);
    for (const plan of explained) {
      expect(plan).not.toContain('Seq Scan on documents');
      expect(plan).toContain('ix_documents_sha256');
    }
  });
});
