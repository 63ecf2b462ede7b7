import { beforeEach, describe, expect, it } from '@jest/globals';
import { NOON } from '../../../test/support/a-document.js';
import { DocumentsFixture } from '../../../test/support/fakes/documents-fixture.js';
import { DOCUMENT_STATUSES } from '../domain/document-status.js';
import { DeleteDocument } from './delete-document.js';
import { DocumentProcessing, type ReadDocument } from './document-processing.js';
import { RemoveOrphanFiles } from './remove-orphan-files.js';

const FOUND: ReadDocument = {
  ...{ docType: 'Invoice', docDate: null, summary: null, confidenceScore: 90, confidenceReasoning: 'sure' },
  ...{ extractedFields: {}, lineItems: [], text: 'Invoice' },
};

describe('DeleteDocument', () => {
  let fixture: DocumentsFixture;
  let deleteDocument: DeleteDocument;

  beforeEach(() => {
    fixture = new DocumentsFixture();
    const { unitOfWork, documents, files, clock } = fixture;
    const orphanFiles = new RemoveOrphanFiles(unitOfWork, documents, files, clock);
    deleteDocument = new DeleteDocument(unitOfWork, documents, orphanFiles);
  });

  const remove = (documentId: number, expectedVersions?: number[]): Promise<void> =>
    deleteDocument.execute({ documentId, expectedVersions, actor: 'ann' });
  const withFile = async (content: string): Promise<{ id: number; sha256: string }> => {
    const file = await fixture.stage(content);
    await file.keep();
    return { id: await fixture.add({ sha256: file.sha256 }), sha256: file.sha256 };
  };

  it.each(DOCUMENT_STATUSES)('deletes a document in %s, once', async (status) => {
    const id = await fixture.add({ status });
    await remove(id);
    expect(fixture.documents.states.has(id)).toBe(false);
    expect(fixture.changes(id)).toEqual(['ann deleted null']);
    await expect(remove(id)).rejects.toMatchObject({ code: 'document_not_found' });
    expect(fixture.changes(id)).toEqual(['ann deleted null']);
  });

  it('is checked against the version first', async () => {
    const { id, sha256 } = await withFile('kept');
    await expect(remove(id, [2])).rejects.toMatchObject({ code: 'version_mismatch' });
    expect(fixture.state(id).version).toBe(1);
    expect(fixture.files.contents.has(sha256)).toBe(true);
    await remove(id, [1]);
  });

  it('removes the file with the last document that has it', async () => {
    const [one, other] = [await withFile('twice'), await withFile('twice')];
    await remove(one.id);
    expect(fixture.files.contents.has(one.sha256)).toBe(true);
    await remove(other.id);
    expect(fixture.files.contents.has(one.sha256)).toBe(false);
  });

  it('is done, even when the file cannot be removed just then', async () => {
    const { id, sha256 } = await withFile('stubborn');
    fixture.files.remove = () => Promise.reject(new Error('EIO'));
    await remove(id);
    expect(fixture.documents.states.has(id)).toBe(false);
    expect(fixture.files.contents.has(sha256)).toBe(true);
  });

  it('keeps the file until the commit of whoever it is a part of', async () => {
    const { id, sha256 } = await withFile('undone');
    const undone = fixture.unitOfWork.run(async () => {
      await remove(id);
      throw new Error('on purpose');
    });
    await expect(undone).rejects.toThrow('on purpose');
    expect(fixture.state(id)).toMatchObject({ sha256 });
    expect(fixture.files.contents.has(sha256)).toBe(true);
  });

  it('leaves nothing to settle for the extraction that has it in hand', async () => {
    const { unitOfWork, documents, queue, ids, profiles } = fixture;
    const processing = new DocumentProcessing(unitOfWork, documents, queue, ids, profiles);
    const id = await fixture.add({ createdAt: NOON });
    const [job] = await processing.claim(1, 30);
    if (!job) throw new Error('nothing was claimed');
    await remove(id);
    expect(await processing.renew(job, 30)).toBe(false);
    expect(await processing.complete(job, FOUND)).toBe(false);
    expect(await processing.fail(job, 'unreadable')).toBe(false);
    expect(await processing.release(job)).toBe(false);
    expect(await processing.retryLater(job)).toBe(false);
    expect(documents.states.size + documents.texts.size).toBe(0);
  });
});
