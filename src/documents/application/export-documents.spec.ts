import { beforeEach, describe, expect, it } from '@jest/globals';
import { DocumentsFixture } from '../../../test/support/fakes/documents-fixture.js';
import { InMemoryDocumentQueries } from '../../../test/support/fakes/in-memory-document.queries.js';
import { InMemoryExportAnnouncer } from '../../../test/support/fakes/in-memory-export-announcer.js';
import { ExportDocuments } from './export-documents.js';

describe('ExportDocuments', () => {
  let fixture: DocumentsFixture;
  let announcer: InMemoryExportAnnouncer;
  let policy: { requiresApproval: boolean };
  let exportDocuments: ExportDocuments;

  beforeEach(() => {
    fixture = new DocumentsFixture();
    const { unitOfWork, documents } = fixture;
    announcer = new InMemoryExportAnnouncer(unitOfWork);
    policy = { requiresApproval: false };
    const queries = new InMemoryDocumentQueries(documents);
    exportDocuments = new ExportDocuments(unitOfWork, documents, queries, announcer, policy);
  });

  const announced = (): string[] => announcer.announced.map(({ eventId }) => eventId);

  it('makes the next revision and announces the document as it is then', async () => {
    const id = await fixture.add({ status: 'Approved', statusReason: 'checked' });
    fixture.clock.time = new Date('2026-11-24T08:00:00Z');
    const { document, eventId } = await exportDocuments.execute(id, [1], 'ann');
    expect(document).toMatchObject({
      ...{ id, status: 'Export', statusReason: null, revision: 1, version: 2 },
      ...{ exportedAt: fixture.clock.time, contactName: 'Contact 1' },
    });
    expect(announcer.announced).toEqual([{ eventId, document }]);
    expect(fixture.changes(id)).toEqual([
      'ann status status',
      'ann status status_reason',
      'ann exported revision',
    ]);
  });

  it('gives each of several exports at once its own revision', async () => {
    const id = await fixture.add({ status: 'Ready' });
    const exported = await Promise.all(
      Array.from({ length: 10 }, () => exportDocuments.execute(id, undefined, 'ann')),
    );
    expect(exported.map(({ document }) => document.revision)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(new Set(announced()).size).toBe(10);
  });

  it('changes nothing when the event cannot be written', async () => {
    const id = await fixture.add({ status: 'Ready' });
    announcer.failure = new Error('no partition');
    await expect(exportDocuments.execute(id, undefined, 'ann')).rejects.toThrow('no partition');
    expect(fixture.state(id)).toMatchObject({ status: 'Ready', revision: 0, version: 1 });
    expect(fixture.changes(id)).toEqual([]);
    expect(announced()).toEqual([]);
  });

  it('refuses what may not be exported, and announces nothing', async () => {
    policy.requiresApproval = true;
    const ready = await fixture.add({ status: 'Ready' });
    const archived = await fixture.add({ status: 'Archived' });
    for (const [id, code] of [
      [ready, 'approval_required'],
      [archived, 'status_not_allowed'],
      [99, 'document_not_found'],
    ] as const) {
      await expect(exportDocuments.execute(id, undefined, 'ann')).rejects.toMatchObject({ code });
    }
    await expect(exportDocuments.execute(ready, [2], 'ann')).rejects.toMatchObject({
      code: 'version_mismatch',
    });
    expect(announced()).toEqual([]);
  });

  it('accepts or refuses each of many alone, in the order given, in sets', async () => {
    const ready = await fixture.add({ status: 'Ready' });
    const archived = await fixture.add({ status: 'Archived' });
    const exported = await fixture.add({ status: 'Export', revision: 4 });
    const ids = [exported, 99, ready, archived, 98];
    const results = await exportDocuments.executeMany(ids, 'ann', 2);
    expect(results).toEqual([
      {
        ...{ documentId: exported, ok: true, revision: 5 },
        eventId: `event of document ${exported}, revision 5`,
      },
      {
        ...{ documentId: 99, ok: false },
        problem: expect.objectContaining({ code: 'document_not_found', message: 'There is no document 99.' }),
      },
      { documentId: ready, ok: true, revision: 1, eventId: `event of document ${ready}, revision 1` },
      {
        ...{ documentId: archived, ok: false },
        problem: expect.objectContaining({ code: 'status_not_allowed' }),
      },
      { ...{ documentId: 98, ok: false }, problem: expect.objectContaining({ kind: 'not-found' }) },
    ]);
    expect(announced()).toHaveLength(2);
    expect(fixture.state(archived).version).toBe(1);
  });

  it('exports the others when one of a set cannot be written', async () => {
    const ids = [];
    for (let count = 0; count < 5; count++) ids.push(await fixture.add({ status: 'Ready' }));
    announcer.refuses = ids[3];
    const results = await exportDocuments.executeMany(ids, 'ann', 5);
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true, false, true]);
    expect(results[3]).toMatchObject({ problem: { code: 'export_unavailable' } });
    expect(fixture.state(ids[3]!)).toMatchObject({ status: 'Ready', revision: 0 });
    expect(announced()).toHaveLength(4);
  });

  it('tells what it exported before the database went away, and tries no document after that for long', async () => {
    const ids = [];
    for (let count = 0; count < 40; count++) ids.push(await fixture.add({ status: 'Ready' }));
    const results = await exportDocuments.executeMany(ids.slice(0, 2), 'ann', 2);
    announcer.failure = new Error('the database is away');
    await expect(exportDocuments.executeMany(ids, 'ann', 2)).rejects.toThrow('the database is away');
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(announcer.calls).toBeLessThan(12);
  });

  it('exports all or none of those of a request that must be repeatable', async () => {
    const ids: number[] = [];
    for (let count = 0; count < 4; count++) ids.push(await fixture.add({ status: 'Ready' }));
    announcer.refuses = ids[1];
    const joined = fixture.unitOfWork.joined(() => exportDocuments.executeMany(ids, 'ann', 2));
    await expect(joined).rejects.toThrow();
    for (const id of ids) expect(fixture.state(id)).toMatchObject({ status: 'Ready', revision: 0 });
    announcer.refuses = undefined;
    const results = await fixture.unitOfWork.joined(() =>
      exportDocuments.executeMany([...ids].reverse(), 'ann', 2),
    );
    expect(results.map(({ documentId, ok }) => [documentId, ok])).toEqual(
      ids.map((id) => [id, true]).reverse(),
    );
  });

  it('does not export again what may have been exported', async () => {
    const ids = [await fixture.add({ status: 'Ready' }), await fixture.add({ status: 'Ready' })];
    fixture.unitOfWork.breakNextCommit();
    const results = await exportDocuments.executeMany(ids, 'ann', 1);
    expect(results).toMatchObject([
      { ok: false, problem: { code: 'outcome_unknown' } },
      { ok: true, revision: 1 },
    ]);
  });
});
