import { beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_PROFILE, STANDARD_INVOICE } from '../../../test/support/a-profile.js';
import { DocumentsFixture } from '../../../test/support/fakes/documents-fixture.js';
import { DocumentProcessing, type ClaimedDocument, type ReadDocument } from './document-processing.js';

const RESULT: ReadDocument = {
  docType: 'Invoice',
  docDate: '2026-11-03',
  summary: 'An invoice.',
  confidenceScore: 87,
  confidenceReasoning: 'All sums agree.',
  extractedFields: { vendor: 'Acme' },
  lineItems: [],
  text: 'INVOICE\nAcme',
};
/** Ends at once. */
const NO_LEASE = -1;

describe('DocumentProcessing', () => {
  let fixture: DocumentsFixture;
  let processing: DocumentProcessing;

  beforeEach(() => {
    fixture = new DocumentsFixture();
    const { unitOfWork, documents, queue, ids, profiles } = fixture;
    processing = new DocumentProcessing(unitOfWork, documents, queue, ids, profiles);
  });

  async function claimOne(leaseSeconds = 30): Promise<ClaimedDocument> {
    const [job] = await processing.claim(1, leaseSeconds);
    if (!job) throw new Error('There is nothing to claim');
    return job;
  }

  it('claims the oldest, each once, and says what they are', async () => {
    const ids = [await fixture.add({ profileId: 2 }), await fixture.add(), await fixture.add()];
    const [first, second] = await processing.claim(2, 30);
    expect(first).toEqual({
      documentId: ids[0],
      claimToken: expect.any(String),
      attempt: 1,
      sha256: 'ab'.repeat(32),
      filename: 'invoice.pdf',
      mimeType: 'application/pdf',
      profile: STANDARD_INVOICE,
    });
    expect(second).toMatchObject({ documentId: ids[1], profile: DEFAULT_PROFILE });
    expect(await processing.claim(2, 30)).toMatchObject([{ documentId: ids[2] }]);
    expect(await processing.claim(2, 30)).toEqual([]);
    for (const id of ids) expect(fixture.state(id).status).toBe('Processing');
  });

  it('keeps what was read, with the text, and is done', async () => {
    const id = await fixture.add();
    expect(await processing.complete(await claimOne(), RESULT)).toBe(true);
    expect(fixture.state(id)).toMatchObject({
      ...{ status: 'Needs Review', docType: 'Invoice', aiSummary: 'An invoice.', confidenceScore: 87 },
      extractedFields: { vendor: 'Acme' },
      version: 3,
    });
    expect(fixture.documents.texts.get(id)).toBe(RESULT.text);
    expect(fixture.queue.jobs.size).toBe(0);
    expect(fixture.changes(id)).toContain('system extracted ai_summary');
  });

  it('keeps what people have set meanwhile', async () => {
    const id = await fixture.add();
    const job = await claimOne();
    await fixture.unitOfWork.run(async () => {
      const document = await fixture.documents.forChange(id);
      document.edit({ extractedFields: { vendor: 'Mine' } });
      await fixture.documents.save([document], 'ann');
    });
    await processing.complete(job, RESULT);
    expect(fixture.state(id)).toMatchObject({ docType: 'Invoice', extractedFields: { vendor: 'Mine' } });
  });

  it('ends in Exception with the reason', async () => {
    const id = await fixture.add();
    expect(await processing.fail(await claimOne(), 'It is encrypted.')).toBe(true);
    expect(fixture.state(id)).toMatchObject({ status: 'Exception', statusReason: 'It is encrypted.' });
    expect(fixture.queue.jobs.size).toBe(0);
  });

  it('gives a document back, to be claimed again', async () => {
    const id = await fixture.add();
    expect(await processing.release(await claimOne())).toBe(true);
    expect(fixture.state(id).status).toBe('New');
    expect(await claimOne()).toMatchObject({ documentId: id, attempt: 1 });
  });

  it('has a document wait for what all documents need, however often', async () => {
    const id = await fixture.add();
    for (let times = 0; times < 10; times++) {
      const job = await claimOne();
      expect(job.attempt).toBe(1);
      expect(await processing.postpone(job)).toBe(true);
      expect(fixture.state(id).status).toBe('New');
      expect(await processing.claim(1, 30)).toEqual([]);
      fixture.queue.jobs.set(id, { ...fixture.queue.jobs.get(id)!, dueAt: 0 });
    }
  });

  it('keeps a document back for a while when something else than the document is wrong, and then gives up', async () => {
    const id = await fixture.add();
    const job = await claimOne();
    expect(await processing.retryLater(job)).toBe(true);
    expect(fixture.state(id).status).toBe('New');
    expect(await processing.claim(1, 30)).toEqual([]);
    fixture.queue.jobs.set(id, { documentId: id, attempt: 4, dueAt: 0, claim: undefined });
    expect(await processing.retryLater(await claimOne())).toBe(true);
    expect(fixture.state(id)).toMatchObject({
      status: 'Exception',
      statusReason: expect.stringContaining('5 times'),
    });
  });

  it('takes documents from lost workers, who can change nothing any more', async () => {
    const id = await fixture.add();
    const lost = await claimOne(NO_LEASE);
    expect(await processing.recoverLost()).toBe(1);
    expect(fixture.state(id).status).toBe('New');
    const taken = await claimOne();
    expect(await processing.renew(lost, 30)).toBe(false);
    expect(await processing.complete(lost, RESULT)).toBe(false);
    expect(await processing.fail(lost, 'late')).toBe(false);
    expect(await processing.release(lost)).toBe(false);
    expect(fixture.state(id)).toMatchObject({ status: 'Processing', docType: null });
    expect(fixture.documents.texts.size).toBe(0);
    expect(await processing.complete(taken, RESULT)).toBe(true);
  });

  it('leaves those alone whose lease was renewed', async () => {
    await fixture.add();
    const job = await claimOne(NO_LEASE);
    expect(await processing.renew(job, 30)).toBe(true);
    expect(await processing.recoverLost()).toBe(0);
    expect(await processing.complete(job, RESULT)).toBe(true);
  });

  it('gives up on a document that took its worker down five times', async () => {
    const id = await fixture.add();
    for (const status of ['New', 'New', 'New', 'New', 'Exception']) {
      await claimOne(NO_LEASE);
      await processing.recoverLost();
      expect(fixture.state(id).status).toBe(status);
    }
    expect(fixture.state(id).statusReason).toContain('interrupted 5 times');
    expect(fixture.queue.jobs.size).toBe(0);
  });
});
