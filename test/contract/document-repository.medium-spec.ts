import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContactRow } from '../../src/contacts/infrastructure/contact.row.js';
import { FolderRow } from '../../src/contacts/infrastructure/folder.row.js';
import type { DocumentRepository } from '../../src/documents/application/document.repository.js';
import { Document, type DocumentState } from '../../src/documents/domain/document.js';
import { DocumentRow } from '../../src/documents/infrastructure/document.row.js';
import { SqlDocumentQueries } from '../../src/documents/infrastructure/sql-document.queries.js';
import { TypeOrmDocumentRepository } from '../../src/documents/infrastructure/typeorm-document.repository.js';
import { ExternalRefs } from '../../src/shared/kernel/external-refs.js';
import { toJsonText } from '../../src/shared/kernel/json/to-json-text.js';
import type { UnitOfWork } from '../../src/shared/kernel/unit-of-work.js';
import { aFullDocument, aNewDocument, aState } from '../support/a-document.js';
import { InMemoryDocumentQueries } from '../support/fakes/in-memory-document.queries.js';
import { DocumentsFixture } from '../support/fakes/documents-fixture.js';
import { TestDatabase } from '../support/test-database.js';

const LATER = new Date('2026-11-24T09:30:00.250Z');

const SECOND = { originalFilename: 'second.txt', mimeType: 'text/plain', size: 7, sha256: 'ba'.repeat(32) };

/** The database's own; the in-memory ones are the domain's. */
const times = { createdAt: expect.any(Date), updatedAt: expect.any(Date) };

interface Subject {
  unitOfWork: UnitOfWork;
  documents: DocumentRepository;
  /** Oldest first, as `actor action field: from → to`, values as JSON texts. */
  history(id: number): Promise<string[]>;
  text(id: number): Promise<string | undefined>;
  isDeleted(id: number): Promise<boolean>;
}

let database: TestDatabase;

async function inPostgres(): Promise<Subject> {
  const unitOfWork = await database.unitOfWork([DocumentRow, ContactRow, FolderRow]);
  const queries = new SqlDocumentQueries(unitOfWork);
  return {
    unitOfWork,
    documents: new TypeOrmDocumentRepository(unitOfWork, { now: () => LATER }),
    history: async (id) =>
      (await queries.history(id, 100, undefined))
        .reverse()
        .map(({ actor, action, field, from, to }) => `${actor} ${action} ${field}: ${from} → ${to}`),
    text: (id) => queries.text(id),
    isDeleted: (id) => queries.isDeleted(id),
  };
}

async function inMemory(): Promise<Subject> {
  const { unitOfWork, documents, clock } = new DocumentsFixture();
  clock.time = LATER;
  const queries = new InMemoryDocumentQueries(documents);
  return {
    unitOfWork,
    documents,
    history: async (id) =>
      documents.history
        .filter(({ documentId }) => documentId === id)
        .map(
          ({ actor, action, field, from, to }) =>
            `${actor} ${action} ${field}: ${toJsonText(from)} → ${toJsonText(to)}`,
        ),
    text: (id) => queries.text(id),
    isDeleted: (id) => queries.isDeleted(id),
  };
}

beforeAll(async () => {
  database = await TestDatabase.create();
});
afterAll(() => database.drop());

describe.each([
  ['in memory', inMemory],
  ['PostgreSQL', inPostgres],
])('DocumentRepository, %s', (_, make) => {
  let subject: Subject;

  beforeAll(async () => {
    subject = await make();
  });

  const add = (values = aNewDocument()): Promise<number> =>
    subject.unitOfWork.run(() => subject.documents.add(values, 'ann'));
  const load = async (id: number): Promise<Readonly<DocumentState>> =>
    (await subject.unitOfWork.run(() => subject.documents.forChange(id))).snapshot();
  const change = (id: number, verb: (document: Document) => void, actor = 'bob'): Promise<void> =>
    subject.unitOfWork.run(async () => {
      const document = await subject.documents.forChange(id);
      verb(document);
      await subject.documents.save([document], actor);
    });
  const saveText = (id: number, text: string): Promise<void> =>
    subject.unitOfWork.run(async () =>
      subject.documents.saveWithText(await subject.documents.forChange(id), text, 'system'),
    );

  it('gives back every member as it was added', async () => {
    for (const document of [aNewDocument(), aFullDocument()]) {
      const id = await add(document);
      const loaded = await load(id);
      expect(loaded).toEqual({ id, ...document, ...times });
      expect(loaded.externalRefs.text).toBe(document.externalRefs.text);
      expect(JSON.stringify(loaded.customFields)).toBe(JSON.stringify(document.customFields));
    }
  });

  it('knows what people have set since it was to be read', async () => {
    const id = await add(aNewDocument());
    const meanwhile = (): Promise<string[]> =>
      subject.unitOfWork.run(async () =>
        [...(await subject.documents.editedSinceRequested(id, 'system'))].sort(),
      );
    expect(await meanwhile()).toEqual([]);
    await change(id, (document) => document.edit({ docType: 'Contract', notes: 'n' }));
    await change(id, (document) => document.startProcessing(), 'system');
    await change(id, (document) =>
      document.edit({ lineItems: [{ description: 'x', quantity: '1', unit_price: '', amount: '' }] }),
    );
    await change(id, (document) => document.requeue(), 'system'); // its worker was lost
    expect(await meanwhile()).toEqual(['doc_type', 'line_items', 'notes']);
    await change(id, (document) => document.startProcessing(), 'system');
    await change(id, (document) => document.failProcessing('It is encrypted.'), 'system');
    await change(id, (document) => document.reprocess(undefined));
    expect(await meanwhile()).toEqual([]);
    await change(id, (document) => document.edit({ docDate: '2026-05-01' }));
    expect(await meanwhile()).toEqual(['doc_date']);
  });

  it('gives back every member as it was saved, and keeps the others', async () => {
    const id = await add(aNewDocument({ status: 'Processing' }));
    const full = aFullDocument({ status: 'Needs Review', statusReason: null, revision: 0, exportedAt: null });
    const { docType, docDate, aiSummary, confidenceScore, confidenceReasoning, extractedFields, lineItems } =
      full;
    const read = {
      docType,
      docDate,
      aiSummary,
      confidenceScore,
      confidenceReasoning,
      extractedFields,
      lineItems,
    };
    await change(id, (document) => document.completeProcessing(read, new Set()));
    await change(id, (document) =>
      document.edit({
        ...{ filename: full.filename, notes: full.notes },
        ...{ customFields: full.customFields, externalRefs: full.externalRefs },
      }),
    );
    await change(id, (document) => document.export(false));
    const initial = aNewDocument();
    expect(await load(id)).toEqual({
      id,
      ...full,
      ...{ originalFilename: initial.originalFilename, size: initial.size, source: 'API', profileId: 1 },
      ...{ status: 'Export', revision: 1, exportedAt: expect.any(Date), version: 4, fileVersion: 1 },
      ...times,
    });
  });

  it('takes values away', async () => {
    const id = await add(aFullDocument({ status: 'Needs Review' }));
    await change(id, (document) =>
      document.edit({
        ...{ docType: null, docDate: null, notes: null, extractedFields: {}, customFields: {} },
        ...{ lineItems: [], externalRefs: ExternalRefs.EMPTY },
      }),
    );
    expect(await load(id)).toMatchObject({
      ...{ docType: null, docDate: null, notes: null, extractedFields: {}, customFields: {}, lineItems: [] },
      externalRefs: { text: '{}' },
    });
  });

  it('keeps the file before with what was read in it, and nothing of that in the document', async () => {
    const full = aFullDocument({ status: 'Ready', statusReason: null, fileVersion: 1, version: 1 });
    const id = await add(full);
    await saveText(id, 'what the old file says');
    await change(id, (document) => document.replaceFile(SECOND, undefined));
    const expected = {
      ...{
        id,
        ...full,
        ...SECOND,
        filename: SECOND.originalFilename,
        fileVersion: 2,
        status: 'New',
        version: 2,
      },
      ...{ docType: null, docDate: null, aiSummary: null, confidenceScore: null, confidenceReasoning: null },
      ...{ extractedFields: {}, lineItems: [] },
      ...times,
    };
    expect(await load(id)).toEqual(expected);
    expect((await load(id)).externalRefs.text).toBe(full.externalRefs.text);
    expect(await subject.text(id)).toBeUndefined();
    expect(await subject.history(id)).toEqual(
      expect.arrayContaining([
        'bob new_version null: 1 → 2',
        `bob new_version filename: ${JSON.stringify(full.filename)} → "second.txt"`,
        `bob new_version sha256: "${full.sha256}" → "${SECOND.sha256}"`,
        'bob new_version doc_type: "Invoice" → null',
        'bob status status: "Ready" → "New"',
      ]),
    );
  });

  it('counts what people have set from the new file on', async () => {
    const id = await add(aNewDocument());
    await change(id, (document) => document.edit({ docType: 'Letter' }));
    await change(id, (document) => document.replaceFile(SECOND, undefined)); // New as before: no status says so
    await change(id, (document) => document.edit({ notes: 'n' }));
    const edited = subject.unitOfWork.run(() => subject.documents.editedSinceRequested(id, 'system'));
    expect([...(await edited)]).toEqual(['notes']);
  });

  it('knows the contents of old versions as somebody’s, until the document is removed', async () => {
    const [old, current, other] = ['a1', 'b2', 'c3'].map((byte) => byte.repeat(32)) as [
      string,
      string,
      string,
    ];
    const id = await add(aNewDocument({ sha256: old }));
    const replace = (sha256: string): Promise<void> =>
      change(id, (document) => document.replaceFile({ ...SECOND, sha256 }, undefined));
    await replace(current);
    await replace(current); // the same content again
    const orphans = (): Promise<boolean[]> =>
      subject.unitOfWork.run(async () => {
        const found: boolean[] = [];
        for (const each of [old, current, other]) found.push(await subject.documents.isOrphan(each));
        return found;
      });
    expect(await orphans()).toEqual([false, false, true]);
    expect(await subject.documents.withoutDocument([old, current, other])).toEqual([other]);
    const removed = await subject.unitOfWork.run(async () =>
      subject.documents.remove(await subject.documents.forChange(id), 'bob'),
    );
    expect(removed.sort()).toEqual([old, current]);
    expect(await orphans()).toEqual([true, true, true]);
    expect((await subject.documents.withoutDocument([old, current, other])).sort()).toEqual([
      old,
      current,
      other,
    ]);
  });

  it('tells in the history who changed what, from what, to what', async () => {
    const id = await add(
      aNewDocument({ status: 'Needs Review', externalRefs: ExternalRefs.parse('{"a":1.0}') }),
    );
    await change(id, (document) =>
      document.edit({ notes: 'a "b"', externalRefs: ExternalRefs.parse('{ "a" : 1e2 }') }),
    );
    await change(id, (document) => document.moveTo('Archived', 'old'));
    expect(await subject.history(id)).toEqual([
      'ann uploaded null: null → "invoice.pdf"',
      'ann uploaded external_refs: null → {"a":1.0}',
      'bob edited notes: null → "a \\"b\\""',
      'bob edited external_refs: {"a":1.0} → { "a" : 1e2 }',
      'bob status status: "Needs Review" → "Archived"',
      'bob status status_reason: null → "old"',
    ]);
  });

  it('writes nothing for a document that has not changed', async () => {
    const id = await add(aFullDocument({ status: 'Needs Review' }));
    const before = await load(id);
    await change(id, (document) =>
      document.edit({ notes: before.notes, extractedFields: before.extractedFields }),
    );
    expect(await load(id)).toEqual(before);
    expect((await subject.history(id)).filter((line) => !line.startsWith('ann uploaded'))).toEqual([]);
  });

  it('changes several at once, in the order of their ids', async () => {
    const ids = [await add(), await add(), await add()];
    await subject.unitOfWork.run(async () => {
      const documents = await subject.documents.manyForChange([...ids].reverse().concat(999_999));
      expect(documents.map(({ id }) => id)).toEqual(ids);
      for (const document of documents.slice(1)) document.edit({ notes: `note of ${document.id}` });
      await subject.documents.save(documents, 'bob');
    });
    const notes = await Promise.all(ids.map(async (id) => (await load(id)).notes));
    expect(notes).toEqual([null, `note of ${ids[1]}`, `note of ${ids[2]}`]);
    expect(await subject.unitOfWork.run(() => subject.documents.manyForChange([]))).toEqual([]);
  });

  it('loses no change of many at once', async () => {
    const id = await add(aNewDocument({ notes: '0' }));
    const addOne = (document: Document): void =>
      document.edit({ notes: String(Number(document.snapshot().notes) + 1) });
    await Promise.all(Array.from({ length: 30 }, () => change(id, addOne)));
    expect(await load(id)).toMatchObject({ notes: '30', version: 31 });
    expect(await subject.history(id)).toHaveLength(31);
  });

  it('keeps nothing of a unit of work that fails', async () => {
    const id = await add(aNewDocument({ notes: 'before' }));
    let added = 0;
    const failed = subject.unitOfWork.run(async () => {
      added = await subject.documents.add(aNewDocument(), 'ann');
      const document = await subject.documents.forChange(id);
      document.edit({ notes: 'after' });
      await subject.documents.saveWithText(document, 'text', 'bob');
      throw new Error('on purpose');
    });
    await expect(failed).rejects.toThrow('on purpose');
    expect(await load(id)).toMatchObject({ notes: 'before', version: 1 });
    expect(await subject.history(id)).toHaveLength(1);
    expect(await subject.text(id)).toBeUndefined();
    await expect(load(added)).rejects.toMatchObject({ kind: 'not-found', code: 'document_not_found' });
  });

  it('keeps one text for each document', async () => {
    const id = await add();
    for (const text of ['first', 'second 😀']) {
      await saveText(id, text);
      expect(await subject.text(id)).toBe(text);
    }
  });

  it('removes a document, and of its history only the values', async () => {
    const [id, other] = [await add(aFullDocument({ status: 'Needs Review' })), await add()];
    await change(id, (document) => document.edit({ notes: 'secret' }));
    await saveText(id, 'secret');
    await subject.unitOfWork.run(async () =>
      subject.documents.remove(await subject.documents.forChange(id), 'bob'),
    );
    await expect(load(id)).rejects.toMatchObject({ code: 'document_not_found' });
    expect(await subject.text(id)).toBeUndefined();
    expect(await subject.history(id)).toEqual([
      'ann uploaded null: null → null',
      'ann uploaded external_refs: null → null',
      'bob edited notes: null → null',
      'bob deleted null: null → null',
    ]);
    expect([await subject.isDeleted(id), await subject.isDeleted(other)]).toEqual([true, false]);
    expect(await load(other)).toMatchObject({ id: other });
    expect(await subject.history(other)).toEqual(['ann uploaded null: null → "invoice.pdf"']);
  });

  it('tells everybody who waits for a document that is removed that it is not there', async () => {
    const id = await add(aNewDocument({ status: 'Needs Review' }));
    const removals = Array.from({ length: 8 }, () =>
      subject.unitOfWork.run(async () =>
        subject.documents.remove(await subject.documents.forChange(id), 'ann'),
      ),
    );
    const changes = Array.from({ length: 8 }, (_, index) =>
      change(id, (document) => document.edit({ notes: String(index) })),
    );
    const outcomes = await Promise.allSettled([...removals, ...changes]);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(outcomes.slice(0, 8).filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'document_not_found' });
    expect((await subject.history(id)).filter((line) => line.includes('deleted'))).toHaveLength(1);
  });

  it('knows whether a content belongs to a document', async () => {
    const sha256 = 'cd'.repeat(32);
    const other = 'dc'.repeat(32);
    const isOrphan = (): Promise<boolean> => subject.unitOfWork.run(() => subject.documents.isOrphan(sha256));
    const withoutDocument = async (): Promise<string[]> =>
      (await subject.documents.withoutDocument([sha256, other])).sort();
    expect(await isOrphan()).toBe(true);
    expect(await withoutDocument()).toEqual([sha256, other]);
    await add(aNewDocument({ sha256 }));
    expect(await isOrphan()).toBe(false);
    expect(await withoutDocument()).toEqual([other]);
    expect(await subject.documents.withoutDocument([])).toEqual([]);
  });

  it('refuses to write, or to lock, outside a unit of work', async () => {
    const outside = 'No open unit of work';
    await expect(subject.documents.add(aNewDocument(), 'ann')).rejects.toThrow(outside);
    await expect(subject.documents.forChange(1)).rejects.toThrow(outside);
    await expect(
      subject.documents.saveWithText(
        Document.restore(aState(), () => LATER),
        '',
        'ann',
      ),
    ).rejects.toThrow(outside);
    await expect(subject.documents.lockContent('ab'.repeat(32))).rejects.toThrow(outside);
    await expect(subject.documents.isOrphan('ab'.repeat(32))).rejects.toThrow(outside);
  });
});
