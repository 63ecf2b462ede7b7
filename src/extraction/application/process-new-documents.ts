import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { ExtractionEngine } from './extraction-engine.js';
import { ProcessingDesk, type ProcessingJob } from './processing-desk.js';
import { SourceFiles } from './source-files.js';
import { TextReader } from './text-reader.js';
import { UnreadableContent } from './unreadable-content.js';

/** A lost worker's document is claimable again after this at the latest; well below the promised 60 s. */
const LEASE_SECONDS = 30;
const RENEW_EVERY_MS = 8_000;

/** Takes one New document, reads it, understands it and settles it: Needs Review, Exception, or New again. */
@Injectable()
export class ProcessNewDocuments {
  readonly #log = new Logger(ProcessNewDocuments.name);

  constructor(
    private readonly desk: ProcessingDesk,
    private readonly files: SourceFiles,
    private readonly reader: TextReader,
    private readonly engine: ExtractionEngine,
  ) {}

  /**
   * Returns whether a document was brought to an end; false also when one had to be put back.
   * When `signal` is aborted, the document in hand is put back to New.
   */
  async execute(signal: AbortSignal, renewEveryMs = RENEW_EVERY_MS): Promise<boolean> {
    const [job] = await this.desk.claim(1, LEASE_SECONDS);
    if (!job) return false;
    const lost = new AbortController();
    const renewal = setInterval(() => void this.#renew(job, lost), renewEveryMs);
    try {
      return await this.#process(job, AbortSignal.any([signal, lost.signal]), lost.signal);
    } finally {
      clearInterval(renewal);
    }
  }

  async #process(job: ProcessingJob, stop: AbortSignal, lost: AbortSignal): Promise<boolean> {
    try {
      const { mimeType, filename } = job;
      const extraction = await this.files.withLocalPath(job.sha256, async (path) => {
        const text = await this.reader.read({ path, mimeType, filename }, stop);
        return { ...(await this.engine.extract(text, job.profile, stop, { path })), text: text.text };
      });
      return this.#owned(job, await this.desk.complete(job, extraction));
    } catch (error) {
      if (lost.aborted) return this.#owned(job, false);
      if (error instanceof UnreadableContent)
        return this.#owned(job, await this.desk.fail(job, error.message));
      if (stop.aborted) this.#owned(job, await this.desk.release(job));
      else if (error instanceof DomainError && error.kind === 'unavailable') {
        this.#log.warn(`Document ${job.documentId} waits: ${error.message}`);
        this.#owned(job, await this.desk.postpone(job));
      } else if (this.#owned(job, await this.desk.retryLater(job))) {
        this.#log.error(`Processing document ${job.documentId} failed: ${String(error)}`);
      }
      return false;
    }
  }

  async #renew(job: ProcessingJob, lost: AbortController): Promise<void> {
    try {
      if (!(await this.desk.renew(job, LEASE_SECONDS))) lost.abort();
    } catch (error) {
      // The database may be back before the lease ends; if not, settling finds out.
      this.#log.warn(`The lease of document ${job.documentId} could not be renewed: ${String(error)}`);
    }
  }

  #owned(job: ProcessingJob, owned: boolean): boolean {
    if (!owned) {
      this.#log.log(
        `Document ${job.documentId} was deleted, or another worker has it now; nothing was changed`,
      );
    }
    return owned;
  }
}
