import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { aFullDocument, aNewDocument, NOON } from '../../../test/support/a-document.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import type { DocumentFilter } from '../application/document.queries.js';
import type { DocumentEdit, NewDocument } from '../domain/document.js';
import { wordsOf } from '../domain/words-of.js';
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
  const addAt = async (
    created: string,
    updated: string,
    values: Partial<NewDocument> = {},
  ): Promise<number> => {
    const id = await add(values);
    await dataSource.query(`UPDATE documents SET created_at = $2, updated_at = $3 WHERE id = $1`, [
      ...[id, created, updated],
    ]);
    return id;
  };
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
        ...{ createdAt: expect.any(Date), updatedAt: expect.any(Date) },
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
    const first = await addAt('2026-11-01', '2026-11-09', { status: 'Ready' });
    const second = await addAt('2026-11-02', '2026-11-02', { ...acme, source: 'Email' });
    const third = await addAt('2026-11-03', '2026-11-03', { ...acme, status: 'Ready' });
    const gone = await add({ status: 'Ready' });
    await remove(gone);

    expect(await list({})).toEqual([third, second, first]);
    expect(await list({ status: ['Ready'] })).toEqual([third, first]);
    expect(await list({ status: ['Ready', 'New'] })).toEqual([third, second, first]);
    expect(await list({ status: ['Export', 'New', 'New'] })).toEqual([second]);
    expect(await list({ contactId: acme.contactId })).toEqual([third, second]);
    expect(await list({ folderId: acme.folderId })).toEqual([third, second]);
    expect(await list({ source: 'Email' })).toEqual([second]);
    expect(await list({ createdAfter: day('2026-11-02') })).toEqual([third, second]);
    expect(await list({ createdBefore: day('2026-11-02') })).toEqual([first]);
    expect(await list({ updatedAfter: day('2026-11-03') })).toEqual([third, first]);
    expect(await list({ ...acme, status: ['Ready'], createdAfter: day('2026-11-02') })).toEqual([third]);
    expect(await list({ contactId: 999_999 })).toEqual([]);
  });

  it('looks for a record among records alone, however many documents its system has', async () => {
    const externalRefs = ExternalRefs.parse('{"crm":{"record_id":"1"}}');
    const ids = [await add({ externalRefs }), await add({ externalRefs })];
    expect(await queries.idsByRecords([{ system: 'crm', recordId: '1' }], 9)).toEqual([ids.toReversed()]);
    expect(await list({ record: { system: 'crm' } })).toEqual(ids.toReversed());
    expect(await list({ record: { system: 'crm', recordId: '1' } })).toEqual(ids.toReversed());
    const entries = await dataSource.query<{ document_id: number }[]>(
      `SELECT document_id FROM document_ref_keys`,
    );
    expect(entries.map((entry) => entry.document_id).sort()).toEqual(ids);
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
      { actor: 'bob', action: 'edited', field: 'notes', from: '"b"', to: '"c"', at: expect.any(Date) },
      { from: '"a"', to: '"b"' },
      { from: 'null', to: '"a"' },
    ]);
    expect(await queries.history(id, 3, newest.at(-1)?.id)).toMatchObject([
      { actor: 'ann', action: 'uploaded', field: null, from: 'null', to: '"invoice.pdf"' },
    ]);
  });

  it('lists the documents with a content', async () => {
    const sha256 = 'ef'.repeat(32);
    const [one, , three] = [await add({ sha256 }), await add(), await add({ sha256 })];
    expect(await list({ sha256 })).toEqual([three, one]);
    expect(await list({ sha256 }, 1, three)).toEqual([one]);
    expect(await list({ sha256: '00'.repeat(32) })).toEqual([]);
  });

  describe('finds by words', () => {
    const edit = (id: number, change: DocumentEdit): Promise<void> =>
      unitOfWork.run(async () => {
        const document = await documents.forChange(id);
        document.edit(change);
        await documents.save([document], 'bob');
      });
    const read = (id: number, text: string): Promise<void> =>
      unitOfWork.run(async () => documents.saveWithText(await documents.forChange(id), text, 'system'));

    it.each([
      ['filename', { filename: 'rechnung_2024.pdf' }, 'rechnung 2024'],
      ['original_filename', { originalFilename: 'scan 17.tiff' }, 'TIFF'],
      ['doc_type', { docType: 'Receipt' }, 'receipt'],
      ['notes', { notes: 'from Ann' }, '"from ann"'],
      ['ai_summary', { aiSummary: 'A letter.' }, 'letter'],
      ['extracted_fields', { extractedFields: { vendor: 'Müller & Söhne' } }, 'muller Söhne'],
      ['custom_fields', { customFields: { a: [{ b: 'deep' }, 4711] } }, 'deep 4711'],
      [
        'line_items',
        { lineItems: [{ description: 'Drill', quantity: '', unit_price: '', amount: '' }] },
        'drill',
      ],
    ])('of %s', async (_, values, q) => {
      await add();
      const id = await add(values);
      expect(await list({ q })).toEqual([id]);
    });

    it('of the text, whenever it was read', async () => {
      const [id, other] = [await add({ notes: 'north' }), await add()];
      expect(await list({ q: 'harbour' })).toEqual([]);
      await read(id, 'The harbour. INV-2024/0042');
      await read(other, 'The city.');
      for (const q of ['harbour', 'HARB', 'inv-2024-0042', '0042', '"the harbour"', 'north 2024']) {
        expect([q, await list({ q })]).toEqual([q, [id]]);
      }
      for (const q of ['"harbour the"', 'harbours', '"harb"', 'harbour city', '42', '"invoice harbour"']) {
        expect([q, await list({ q })]).toEqual([q, []]);
      }
      await edit(id, { notes: 'south' });
      expect(await list({ q: 'harbour south' })).toEqual([id]);
      expect(await list({ q: 'north' })).toEqual([]);
      await read(id, 'The lake.');
      expect(await list({ q: 'harbour' })).toEqual([]);
      expect(await list({ q: 'lake south' })).toEqual([id]);
    });

    it('that must all occur, together with other filters, newest first and in pages', async () => {
      const ids = [];
      for (let count = 0; count < 5; count++) ids.push(await add({ notes: `common number${count}` }));
      await add();
      expect(await list({ q: 'common' }, 2)).toEqual([ids[4], ids[3]]);
      expect(await list({ q: 'common' }, 9, ids[3])).toEqual([ids[2], ids[1], ids[0]]);
      expect(await list({ q: 'common number3' })).toEqual([ids[3]]);
      expect(await list({ q: 'common', status: ['Ready'] })).toEqual([]);
      expect(
        (await queries.listByUpdate({ q: 'common' }, 9, undefined)).documents.map(({ id }) => id),
      ).toEqual(ids);
    });

    it.each(['', ' ', '--', '"', '😀', "' & | ! :* <->"])('nothing for %j', async (q) => {
      await add();
      expect(await list({ q })).toEqual([]);
      expect(await queries.listByUpdate({ q }, 9, undefined)).toEqual({ documents: [], more: false });
    });

    it('whatever is in them', async () => {
      const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { minLength: 1, maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(texts, async (notes) => {
          const id = await add({ notes: notes.join(' ') });
          for (const part of notes) {
            const words = wordsOf(part);
            if (words.length === 0) continue;
            expect(await list({ q: words.join(' ') }, 1)).toEqual([id]);
            expect(await list({ q: `"${words.join(' ')}"` }, 1)).toEqual([id]);
          }
          await list({ q: notes.join('"') });
        }),
        { numRuns: 40 },
      );
    });

    it('of the beginning of what is too large for one tsvector', async () => {
      const many = (from: number, count: number): string =>
        Array.from({ length: count }, (_, index) => `wördlich${from + index}`).join(' ');
      const id = await add({ notes: 'before' });
      await edit(id, { customFields: { many: many(0, 60_000) } });
      await read(id, `${many(100_000, 60_000)} end`);
      for (const q of ['before', 'wordlich0', '"wordlich1 wordlich2"', 'wordlich100000']) {
        expect([q, await list({ q })]).toEqual([q, [id]]);
      }
      expect(await list({ q: 'end' })).toEqual([]);
    });

    it('and writes them only when they may have changed', async () => {
      const id = await add({ status: 'Needs Review', notes: 'a' });
      const written = async (): Promise<unknown> =>
        (
          await dataSource.query<object[]>(`SELECT xmin FROM document_search WHERE document_id = $1`, [id])
        )[0];
      const before = await written();
      await unitOfWork.run(async () => {
        const document = await documents.forChange(id);
        document.moveTo('Approved', 'good');
        document.export(true);
        await documents.save([document], 'bob');
      });
      await edit(id, { externalRefs: ExternalRefs.parse('{"a":1}') });
      expect(await written()).toEqual(before);
      await edit(id, { notes: 'b' });
      expect(await written()).not.toEqual(before);
    });
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
