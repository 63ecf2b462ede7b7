import { beforeEach, describe, expect, it } from '@jest/globals';
import { DocumentsFixture } from '../../../test/support/fakes/documents-fixture.js';
import { InMemoryDocumentQueries } from '../../../test/support/fakes/in-memory-document.queries.js';
import { InMemoryExportAnnouncer } from '../../../test/support/fakes/in-memory-export-announcer.js';
import type { DocumentStatus } from '../domain/document-status.js';
import { ChangeDocumentStatus } from './change-document-status.js';
import { ExportDocuments } from './export-documents.js';
import { ReprocessDocument } from './reprocess-document.js';

describe('the status of a document', () => {
  let fixture: DocumentsFixture;
  let announcer: InMemoryExportAnnouncer;
  let changeStatus: ChangeDocumentStatus;
  let reprocess: ReprocessDocument;

  beforeEach(() => {
    fixture = new DocumentsFixture();
    const { unitOfWork, documents, queue, profiles } = fixture;
    announcer = new InMemoryExportAnnouncer(unitOfWork);
    const queries = new InMemoryDocumentQueries(documents);
    const exports = new ExportDocuments(unitOfWork, documents, queries, announcer, {
      requiresApproval: false,
    });
    changeStatus = new ChangeDocumentStatus(unitOfWork, documents, exports, queue);
    reprocess = new ReprocessDocument(unitOfWork, documents, queue, profiles);
  });

  const change = (documentId: number, status: DocumentStatus, reason: string | null = null): Promise<void> =>
    changeStatus.execute({ documentId, status, reason, expectedVersions: undefined, actor: 'ann' });

  it('changes by the table, with a reason', async () => {
    const id = await fixture.add({ status: 'Needs Review' });
    await change(id, 'Missing Info', 'The total is missing.');
    expect(fixture.state(id)).toMatchObject({
      status: 'Missing Info',
      statusReason: 'The total is missing.',
      version: 2,
    });
    await expect(change(id, 'Approved')).rejects.toMatchObject({ code: 'status_not_allowed' });
    expect(fixture.changes(id)).toEqual(['ann status status', 'ann status status_reason']);
  });

  it('makes an export of Export, and of a second one nothing', async () => {
    const id = await fixture.add({ status: 'Approved' });
    await change(id, 'Export');
    await change(id, 'Export');
    expect(announcer.announced).toMatchObject([{ document: { id, status: 'Export', revision: 1 } }]);
    expect(fixture.state(id)).toMatchObject({ status: 'Export', revision: 1, version: 2 });
  });

  it('takes an archived document out of the queue', async () => {
    const id = await fixture.add();
    await change(id, 'Archived');
    expect(fixture.queue.jobs.size).toBe(0);
    expect(fixture.state(id).status).toBe('Archived');
  });

  it('is checked against the version first', async () => {
    const id = await fixture.add({ status: 'Needs Review' });
    const seen = { documentId: id, reason: null, expectedVersions: [7], actor: 'ann' };
    await expect(changeStatus.execute({ ...seen, status: 'Needs Review' })).rejects.toMatchObject({
      code: 'version_mismatch',
    });
  });

  it('goes back to New, and into the queue, when the document is to be read again', async () => {
    const id = await fixture.add({ status: 'Exception', statusReason: 'It is encrypted.' });
    const input = { documentId: id, expectedVersions: undefined, actor: 'ann' };
    await expect(reprocess.execute({ ...input, profileId: 8 })).rejects.toMatchObject({
      code: 'unknown_profile',
    });
    await reprocess.execute({ ...input, profileId: 2 });
    expect(fixture.state(id)).toMatchObject({ status: 'New', statusReason: null, profileId: 2 });
    expect([...fixture.queue.jobs.keys()]).toEqual([id]);
    await expect(reprocess.execute({ ...input, profileId: 2 })).rejects.toMatchObject({
      code: 'status_not_allowed',
    });
  });
});
