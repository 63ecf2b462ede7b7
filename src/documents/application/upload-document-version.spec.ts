import { beforeEach, describe, expect, it } from '@jest/globals';
import { DocumentsFixture } from '../../../test/support/fakes/documents-fixture.js';
import { InMemoryDocumentQueries } from '../../../test/support/fakes/in-memory-document.queries.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import type { DocumentView } from './document.queries.js';
import { DocumentProcessing, type ReadDocument } from './document-processing.js';
import { UploadDocumentVersion, type UploadDocumentVersionInput } from './upload-document-version.js';

const REFS = '{ "crm":{"record_id":1.0} , "crm":2 }';
const FOUND: ReadDocument = {
  ...{ docType: 'Invoice', docDate: null, summary: null, confidenceScore: 90, confidenceReasoning: 'sure' },
  ...{ extractedFields: { vendor: 'Acme' }, lineItems: [], text: 'Invoice of Acme' },
};

describe('UploadDocumentVersion', () => {
  let fixture: DocumentsFixture;
  let uploadVersion: UploadDocumentVersion;
  let processing: DocumentProcessing;

  beforeEach(() => {
    fixture = new DocumentsFixture();
    const { unitOfWork, documents, queue, ids, profiles } = fixture;
    const queries = new InMemoryDocumentQueries(documents);
    uploadVersion = new UploadDocumentVersion(unitOfWork, documents, queries, queue, profiles);
    processing = new DocumentProcessing(unitOfWork, documents, queue, ids, profiles);
  });

  async function upload(
    documentId: number,
    content: string,
    values: Partial<UploadDocumentVersionInput> = {},
  ): Promise<DocumentView> {
    return uploadVersion.execute({
      ...{ documentId, file: await fixture.stage(content), filename: 'second.txt', profileId: undefined },
      ...{ expectedVersions: undefined, actor: 'ann', ...values },
    });
  }
  const read = async (): Promise<void> => {
    const [job] = await processing.claim(1, 30);
    if (!job) throw new Error('There is nothing to claim');
    await processing.complete(job, FOUND);
  };
  const reviewed = async (): Promise<number> => {
    const id = await fixture.add({ externalRefs: ExternalRefs.parse(REFS), notes: 'a note' });
    await read();
    return id;
  };

  it('keeps row and file, and asks for extraction', async () => {
    const id = await reviewed();
    const view = await upload(id, 'Hello');
    expect(view).toEqual(expect.objectContaining(fixture.state(id)));
    expect(fixture.state(id)).toMatchObject({
      ...{ status: 'New', filename: 'second.txt', originalFilename: 'second.txt', size: 5, fileVersion: 2 },
      ...{ extractedFields: {}, confidenceScore: null, notes: 'a note', externalRefs: { text: REFS } },
    });
    expect([...fixture.files.contents.keys()]).toEqual([view.sha256]);
    expect(fixture.files.incoming.size).toBe(0);
    expect([...fixture.queue.jobs.keys()]).toEqual([id]);
    expect(fixture.documents.versions.get(id)).toMatchObject([
      { fileVersion: 1, filename: 'invoice.pdf', extractedFields: { vendor: 'Acme' }, confidenceScore: 90 },
    ]);
    expect(fixture.documents.texts.has(id)).toBe(false);
    await read();
    expect(fixture.state(id)).toMatchObject({ status: 'Needs Review', extractedFields: { vendor: 'Acme' } });
  });

  it('is read for the profile that is named', async () => {
    const id = await reviewed();
    await upload(id, 'Hello', { profileId: 2 });
    expect(fixture.state(id).profileId).toBe(2);
  });

  it('takes the old file out of the hand that reads it', async () => {
    const id = await fixture.add();
    const [job] = await processing.claim(1, 30);
    if (!job) throw new Error('There is nothing to claim');
    const { sha256, status } = await upload(id, 'Hello');
    expect(status).toBe('Processing');
    expect(await processing.renew(job, 30)).toBe(false);
    expect(await processing.complete(job, FOUND)).toBe(false);
    expect(fixture.state(id)).toMatchObject({ extractedFields: {}, sha256 });
    expect(await processing.recoverLost()).toBe(1);
    expect(await processing.claim(1, 30)).toMatchObject([{ documentId: id, sha256, attempt: 1 }]);
  });

  it('replaces what was uploaded a moment ago, too', async () => {
    const id = await fixture.add();
    await upload(id, 'second');
    const { sha256 } = await upload(id, 'third');
    expect(fixture.state(id)).toMatchObject({ status: 'New', fileVersion: 3 });
    expect(await processing.claim(5, 30)).toMatchObject([{ documentId: id, sha256 }]);
  });

  it.each([
    ['a version that was seen before', { expectedVersions: [1] }, 'version_mismatch'],
    ['an unknown profile', { profileId: 8 }, 'unknown_profile'],
    ['a document that is not there', { documentId: 99 }, 'document_not_found'],
  ])('refuses %s and keeps nothing', async (_, values, code) => {
    const id = await reviewed();
    const before = fixture.state(id);
    await expect(upload(id, 'Hello', values)).rejects.toMatchObject({ code });
    expect(fixture.state(id)).toEqual(before);
    expect(fixture.documents.versions.size).toBe(0);
    expect(fixture.files.contents.size).toBe(0);
    expect(fixture.queue.jobs.size).toBe(0);
  });

  it.each(['Approved', 'Export', 'Archived'] as const)('refuses what is in %s', async (status) => {
    const id = await fixture.add({ status });
    await expect(upload(id, 'Hello')).rejects.toMatchObject({ code: 'document_locked' });
    expect(fixture.files.contents.size).toBe(0);
  });

  it('leaves the old version whole when the new file cannot be kept', async () => {
    const id = await reviewed();
    const before = fixture.state(id);
    const file = { ...(await fixture.stage('Hello')), keep: () => Promise.reject(new Error('ENOSPC')) };
    await expect(upload(id, '', { file })).rejects.toThrow('ENOSPC');
    expect(fixture.state(id)).toEqual(before);
    expect(fixture.documents.texts.get(id)).toBe(FOUND.text);
    expect(fixture.documents.versions.size).toBe(0);
  });
});
