import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aFullDocument, aNewDocument, NOON } from '../../../test/support/a-document.js';
import { DocumentsFixture } from '../../../test/support/fakes/documents-fixture.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import type { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { ProcessingSignal } from '../application/processing-signal.js';
import { UploadDocumentVersion } from '../application/upload-document-version.js';
import { DocumentRow } from './document.row.js';
import { PostgresProcessingQueue } from './postgres-processing-queue.js';
import { SqlDocumentQueries } from './sql-document.queries.js';
import { SqlVersionQueries } from './sql-version.queries.js';
import { TypeOrmDocumentRepository } from './typeorm-document.repository.js';

describe('versions in PostgreSQL', () => {
  const fixture = new DocumentsFixture(); // its files
  let database: TestDatabase;
  let unitOfWork: TypeOrmUnitOfWork;
  let documents: TypeOrmDocumentRepository;
  let documentQueries: SqlDocumentQueries;
  let versions: SqlVersionQueries;
  let uploadVersion: UploadDocumentVersion;

  beforeAll(async () => {
    database = await TestDatabase.create();
    unitOfWork = await database.unitOfWork([DocumentRow]);
    documents = new TypeOrmDocumentRepository(unitOfWork, { now: () => NOON });
    documentQueries = new SqlDocumentQueries(unitOfWork);
    versions = new SqlVersionQueries(unitOfWork);
    const queue = new PostgresProcessingQueue(unitOfWork, new ProcessingSignal());
    const { profiles } = fixture;
    uploadVersion = new UploadDocumentVersion(unitOfWork, documents, documentQueries, queue, profiles);
  });
  afterAll(() => database.drop());

  const add = (values = aNewDocument()): Promise<number> =>
    unitOfWork.run(() => documents.add(values, 'ann'));
  const upload = async (documentId: number, content: string): Promise<number> => {
    const file = await fixture.stage(content);
    const view = await uploadVersion.execute({
      ...{ documentId, file, filename: `${content}.txt`, profileId: undefined, expectedVersions: undefined },
      actor: 'bob',
    });
    return view.fileVersion;
  };

  it('gives back every member as it was when it was replaced', async () => {
    const full = aFullDocument({ fileVersion: 1 });
    const id = await add(full);
    const [only] = await versions.list(id, 10, undefined);
    const found = {
      ...{ documentId: id, filename: full.originalFilename, mimeType: full.mimeType, size: full.size },
      ...{ sha256: full.sha256, status: full.status, statusReason: full.statusReason, docType: full.docType },
      ...{ profileId: full.profileId, docDate: full.docDate, aiSummary: full.aiSummary, number: 1 },
      ...{ confidenceScore: 87, confidenceReasoning: full.confidenceReasoning, confidenceLabel: 'Good' },
      ...{ extractedFields: full.extractedFields, lineItems: full.lineItems, uploadedBy: 'ann' },
      uploadedAt: expect.any(Date),
    };
    expect(only).toEqual({ ...found, replacedAt: null });
    await upload(id, 'second');
    const [current, first, ...others] = await versions.list(id, 10, undefined);
    expect(first).toEqual({ ...found, replacedAt: expect.any(Date) });
    expect(first?.uploadedAt).toEqual(only?.uploadedAt);
    expect(JSON.stringify(first?.extractedFields)).toBe(JSON.stringify(full.extractedFields));
    expect(current).toMatchObject({
      ...{ number: 2, filename: 'second.txt', mimeType: 'text/plain', size: 6, status: 'New', docType: null },
      ...{ uploadedBy: 'bob', replacedAt: null, confidenceScore: null, confidenceLabel: null },
      extractedFields: {},
    });
    expect(others).toEqual([]);
    expect((await documentQueries.byIds([id]))[0]?.externalRefs.text).toBe(full.externalRefs.text);
  });

  it('lists page by page, newest first, and finds each', async () => {
    const [id, other] = [await add(), await add()];
    for (const content of ['b', 'c', 'd', 'e']) await upload(id, content);
    await upload(other, 'x');
    const numbers = async (limit: number, before?: number): Promise<number[]> =>
      (await versions.list(id, limit, before)).map(({ number }) => number);
    expect(await numbers(10)).toEqual([5, 4, 3, 2, 1]);
    expect(await numbers(2)).toEqual([5, 4]);
    expect(await numbers(2, 4)).toEqual([3, 2]);
    expect(await numbers(2, 2)).toEqual([1]);
    for (const [index, name] of ['invoice.pdf', 'b.txt', 'c.txt', 'd.txt', 'e.txt'].entries()) {
      expect(await versions.find(id, index + 1)).toMatchObject({ number: index + 1, filename: name });
    }
    for (const absent of [0, 6, 2 ** 31 - 1]) expect(await versions.find(id, absent)).toBeUndefined();
    expect(await versions.list(999_999, 10, undefined)).toEqual([]);
  });

  it('numbers those that come at once one after the other', async () => {
    const id = await add();
    const contents = Array.from({ length: 12 }, (_, index) => `at once ${index}`);
    const given = await Promise.all(contents.map((content) => upload(id, content)));
    expect(given.sort((one, other) => one - other)).toEqual(contents.map((_, index) => index + 2));
    const kept = await versions.list(id, 50, undefined);
    expect(kept.map(({ number }) => number)).toEqual(Array.from({ length: 13 }, (_, index) => 13 - index));
    expect(new Set(kept.map(({ sha256 }) => sha256)).size).toBe(13);
  });

  it('finds the document by what its file is called, and no longer by what the old one said', async () => {
    const id = await add(aNewDocument({ status: 'Needs Review' }));
    await unitOfWork.run(async () =>
      documents.saveWithText(await documents.forChange(id), 'unrepeatable words', 'system'),
    );
    const found = async (q: string): Promise<number[]> =>
      (await documentQueries.list({ q }, 10, undefined)).map((document) => document.id);
    expect(await found('unrepeatable')).toEqual([id]);
    await upload(id, 'replacement');
    expect(await found('unrepeatable')).toEqual([]);
    expect(await found('replacement')).toEqual([id]);
  });

  it('goes with its document', async () => {
    const id = await add();
    await upload(id, 'gone');
    await unitOfWork.run(async () => documents.remove(await documents.forChange(id), 'ann'));
    expect(await versions.list(id, 10, undefined)).toEqual([]);
    const rows = await unitOfWork.manager.query<unknown[]>(
      `SELECT FROM document_versions WHERE document_id = $1`,
      [id],
    );
    expect(rows).toEqual([]);
  });
});
