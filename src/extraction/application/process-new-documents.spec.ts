import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { DEFAULT_PROFILE } from '../../../test/support/a-profile.js';
import { until } from '../../../test/support/until.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import type { DocumentText } from '../domain/document-text.js';
import type { Extraction } from '../domain/extraction.js';
import type { ExtractionEngine } from './extraction-engine.js';
import { ProcessNewDocuments } from './process-new-documents.js';
import { ProcessingDesk, type ProcessingJob, type ProcessingResult } from './processing-desk.js';
import { UnreadableContent } from './unreadable-content.js';

/** One document; calls with a token that is no longer the owner's change nothing. */
class DeskOfOne extends ProcessingDesk {
  status = 'New';
  outcome: ProcessingResult | string | null = null;
  owner: string | null = null;
  renewals = 0;

  override async claim(): Promise<ProcessingJob[]> {
    if (this.status !== 'New') return [];
    this.status = 'Processing';
    this.owner = 'mine';
    const content = {
      sha256: 'ab',
      filename: 'a.pdf',
      mimeType: 'application/pdf',
      profile: DEFAULT_PROFILE,
    };
    return [{ documentId: 1, claimToken: 'mine', attempt: 1, ...content }];
  }
  override async renew(job: ProcessingJob): Promise<boolean> {
    this.renewals++;
    return job.claimToken === this.owner;
  }
  override async complete(job: ProcessingJob, result: ProcessingResult): Promise<boolean> {
    return this.#settle(job, 'Needs Review', result);
  }
  override async fail(job: ProcessingJob, reason: string): Promise<boolean> {
    return this.#settle(job, 'Exception', reason);
  }
  override async release(job: ProcessingJob): Promise<boolean> {
    return this.#settle(job, 'New', null);
  }
  override async postpone(job: ProcessingJob): Promise<boolean> {
    return this.#settle(job, 'New, uncounted', null);
  }
  override async retryLater(job: ProcessingJob): Promise<boolean> {
    return this.#settle(job, 'New, later', null);
  }
  override async recoverLost(): Promise<number> {
    return 0;
  }
  #settle(job: ProcessingJob, status: string, outcome: ProcessingResult | string | null): boolean {
    if (job.claimToken !== this.owner) return false;
    Object.assign(this, { status, outcome, owner: null });
    return true;
  }
}

describe('ProcessNewDocuments', () => {
  const text: DocumentText = { pages: [], text: 'the text', notes: [] };
  const extraction = { docType: 'Letter', lineItems: [] } as unknown as Extraction;
  const never = new AbortController().signal;
  let desk: DeskOfOne;

  const process = (
    read: (signal: AbortSignal) => Promise<DocumentText>,
    signal = never,
    understand: (signal: AbortSignal) => Promise<Extraction> = async () => extraction,
  ) => {
    const reader = { read: (_: unknown, stop?: AbortSignal) => read(stop!) };
    const engine: ExtractionEngine = { extract: (_text, _profile, stop) => understand(stop!) };
    return new ProcessNewDocuments(desk, { withLocalPath: (_, use) => use('/file') }, reader, engine).execute(
      signal,
      5,
    );
  };
  const aborted = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      if (signal.aborted) reject(signal.reason as Error);
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });

  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(['log']));
  beforeEach(() => {
    desk = new DeskOfOne();
  });

  it('brings a readable document to review, with its text', async () => {
    expect(await process(async () => text)).toBe(true);
    expect(desk).toMatchObject({ status: 'Needs Review', outcome: { docType: 'Letter', text: 'the text' } });
    expect(await process(async () => text)).toBe(false); // nothing is left
  });

  it('ends unreadable content in Exception, with the reason', async () => {
    expect(await process(() => Promise.reject(new UnreadableContent('The file is empty.')))).toBe(true);
    expect(desk).toMatchObject({ status: 'Exception', outcome: 'The file is empty.' });
  });

  it('has a document tried again later when the trouble is not in it', async () => {
    expect(await process(() => Promise.reject(new Error('no process could be started')))).toBe(false);
    expect(desk.status).toBe('New, later');
  });

  it('has a document wait as long as something that all documents need is away', async () => {
    const away = new DomainError('unavailable', 'files_unavailable', 'The document store does not answer.');
    expect(await process(() => Promise.reject(away))).toBe(false);
    expect(desk.status).toBe('New, uncounted');
  });

  it('renews its lease while it works', async () => {
    const started = jest.spyOn(globalThis, 'setInterval');
    const ended = jest.spyOn(globalThis, 'clearInterval');
    let finish: () => void = () => undefined;
    const working = process(() => new Promise((resolve) => (finish = () => resolve(text))));
    await until('the lease was renewed three times', () => desk.renewals >= 3);
    expect(ended).not.toHaveBeenCalledWith(started.mock.results[0]?.value);
    finish();
    expect(await working).toBe(true);
    expect(ended).toHaveBeenCalledWith(started.mock.results[0]?.value);
  });

  it('stops and changes nothing when another worker owns the document', async () => {
    const working = process((signal) => {
      desk.owner = 'another';
      return aborted(signal);
    });
    expect(await working).toBe(false);
    expect(desk).toMatchObject({ status: 'Processing', owner: 'another', outcome: null });
  });

  it('changes nothing when it finds out only in the end', async () => {
    const late = async () => {
      desk.owner = 'another';
      return text;
    };
    expect(await process(late)).toBe(false);
    expect(desk).toMatchObject({ status: 'Processing', outcome: null });
  });

  it.each([
    ['read', [aborted]],
    ['understood', [async () => text, aborted]],
  ] as const)(
    'puts a document that is being %s back when it is told to give up',
    async (_, [read, understand]) => {
      const stop = new AbortController();
      const working = process(read, stop.signal, understand);
      stop.abort(new Error('shutting down'));
      expect(await working).toBe(false);
      expect(desk).toMatchObject({ status: 'New', owner: null });
    },
  );

  it('leaves the document to its lease when the desk cannot be reached', async () => {
    desk.complete = () => Promise.reject(new Error('no connection'));
    desk.retryLater = () => Promise.reject(new Error('no connection'));
    await expect(process(async () => text)).rejects.toThrow('no connection');
    expect(desk.status).toBe('Processing');
  });
});
