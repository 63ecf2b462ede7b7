import { beforeEach, describe, expect, it } from '@jest/globals';
import { DocumentsFixture } from '../../../test/support/fakes/documents-fixture.js';
import { InMemoryDocumentQueries } from '../../../test/support/fakes/in-memory-document.queries.js';
import { InMemoryExportAnnouncer } from '../../../test/support/fakes/in-memory-export-announcer.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { ChangeDocumentStatus } from './change-document-status.js';
import { ChangeDocuments, type DocumentChangeInput } from './change-documents.js';
import { ExportDocuments } from './export-documents.js';

const REFS = ExternalRefs.parse('{"crm":{"record_id":"1"}}');

describe('ChangeDocuments', () => {
  let fixture: DocumentsFixture;
  let announcer: InMemoryExportAnnouncer;
  let changeDocuments: ChangeDocuments;

  beforeEach(() => {
    fixture = new DocumentsFixture();
    const { unitOfWork, documents, queue } = fixture;
    announcer = new InMemoryExportAnnouncer(unitOfWork);
    const queries = new InMemoryDocumentQueries(documents);
    const exports = new ExportDocuments(unitOfWork, documents, queries, announcer, {
      requiresApproval: false,
    });
    const changeStatus = new ChangeDocumentStatus(unitOfWork, documents, exports, queue);
    changeDocuments = new ChangeDocuments(unitOfWork, documents, changeStatus);
  });

  const change = (
    documentId: number,
    what: Partial<DocumentChangeInput> = { externalRefs: REFS },
  ): DocumentChangeInput => ({
    ...{ documentId, externalRefs: undefined, status: undefined, reason: null, expectedVersions: undefined },
    ...what,
  });
  const many = async (count: number): Promise<number[]> => {
    const ids = [];
    for (let at = 0; at < count; at++) ids.push(await fixture.add({ status: 'Ready' }));
    return ids;
  };

  it('changes each whole or not at all, and answers in the order given', async () => {
    const [one = 0, two = 0, three = 0] = await many(3);
    const results = await changeDocuments.execute(
      [
        change(three, { externalRefs: REFS, status: 'Approved', reason: 'checked' }),
        change(99),
        change(one, { externalRefs: REFS, status: 'New' }),
        change(two, { externalRefs: REFS, expectedVersions: [2] }),
      ],
      'ann',
    );
    expect(results).toEqual([
      { documentId: three, ok: true, version: 2, status: 'Approved' },
      { documentId: 99, ok: false, problem: expect.objectContaining({ code: 'document_not_found' }) },
      { documentId: one, ok: false, problem: expect.objectContaining({ code: 'status_not_allowed' }) },
      { documentId: two, ok: false, problem: expect.objectContaining({ code: 'version_mismatch' }) },
    ]);
    expect(fixture.state(three)).toMatchObject({ statusReason: 'checked', externalRefs: REFS });
    for (const id of [one, two]) {
      expect(fixture.state(id)).toMatchObject({
        version: 1,
        status: 'Ready',
        externalRefs: ExternalRefs.EMPTY,
      });
    }
  });

  it('writes nothing where nothing changes', async () => {
    const [id = 0] = await many(1);
    await changeDocuments.execute([change(id)], 'ann');
    expect(
      await changeDocuments.execute([change(id, { externalRefs: REFS, status: 'Ready' })], 'ann'),
    ).toEqual([{ documentId: id, ok: true, version: 2, status: 'Ready' }]);
    expect(fixture.changes(id)).toEqual(['ann edited external_refs']);
  });

  it('takes a document that leaves New out of the queue', async () => {
    const id = await fixture.add();
    await changeDocuments.execute([change(id, { status: 'Archived' })], 'ann');
    expect(fixture.queue.jobs.size).toBe(0);
  });

  it('exports with the new refs, and one that is in Export gets the refs alone', async () => {
    const [id = 0] = await many(1);
    const toExport = { externalRefs: REFS, status: 'Export' } as const;
    await changeDocuments.execute([change(id, toExport)], 'ann');
    const other = ExternalRefs.parse('{"crm":{"record_id":"2"}}');
    await changeDocuments.execute([change(id, { ...toExport, externalRefs: other })], 'ann');
    expect(announcer.announced).toMatchObject([{ document: { id, revision: 1, externalRefs: REFS } }]);
    expect(fixture.state(id)).toMatchObject({ revision: 1, externalRefs: other });
  });

  it('tells what it did before the database went away, and gives up after three errors', async () => {
    const ids = await many(6);
    announcer.failure = new Error('the database is away');
    const [first = 0, ...rest] = ids;
    const toExport = rest.map((id) => change(id, { status: 'Export' }));
    const last = toExport.pop()!.documentId;
    const results = await changeDocuments.execute([...toExport, change(last), change(first)], 'ann');
    const unavailable = expect.objectContaining({ code: 'change_unavailable', kind: 'unavailable' });
    expect(results).toEqual([
      ...rest.map((documentId) => ({ documentId, ok: false, problem: unavailable })),
      { documentId: first, ok: true, version: 2, status: 'Ready' },
    ]);
    for (const id of rest) expect(fixture.state(id).version).toBe(1);
    await expect(changeDocuments.execute(toExport, 'ann')).rejects.toThrow('the database is away');
  });

  it('goes on behind a document that cannot be had', async () => {
    const [one = 0, two = 0, three = 0, four = 0] = await many(4);
    announcer.failure = new Error('canceling statement due to lock timeout');
    const changes = [change(one, { status: 'Export' }), change(two), change(three, { status: 'Export' })];
    expect(await changeDocuments.execute([...changes, change(four)], 'ann')).toMatchObject([
      { ok: false, problem: { code: 'change_unavailable' } },
      { ok: true, version: 2 },
      { ok: false, problem: { code: 'change_unavailable' } },
      { ok: true, version: 2 },
    ]);
  });

  it('says when nobody knows whether one was changed', async () => {
    const [one = 0, two = 0, three = 0] = await many(3);
    const announce = announcer.announce.bind(announcer);
    announcer.announce = (...exported) => {
      fixture.unitOfWork.breakNextCommit();
      return announce(...exported);
    };
    const changes = [change(one), change(two, { status: 'Export' }), change(three)];
    const results = await changeDocuments.execute(changes, 'ann');
    expect(results).toMatchObject([
      { ok: true },
      { ok: false, problem: { code: 'outcome_unknown' } },
      { ok: true },
    ]);
  });

  it('changes all or none of those of a request that must be repeatable', async () => {
    const [one = 0, two = 0] = await many(2);
    announcer.failure = new Error('the database is away');
    const changes = [change(one), change(two, { status: 'Export' })];
    const joined = fixture.unitOfWork.joined(() => changeDocuments.execute(changes, 'ann'));
    await expect(joined).rejects.toThrow('the database is away');
    for (const id of [one, two]) expect(fixture.state(id).version).toBe(1);
  });
});
