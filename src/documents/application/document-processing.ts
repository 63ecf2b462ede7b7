import { Injectable } from '@nestjs/common';
import type { ExtractionProfile } from '../../shared/kernel/extraction-profile.js';
import { Ids } from '../../shared/kernel/ids.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { Document, Reading } from '../domain/document.js';
import type { LineItem } from '../domain/document-fields.js';
import { DocumentRepository } from './document.repository.js';
import { ProcessingQueue, type Again } from './processing-queue.js';
import { ProfileDirectory } from './profile-directory.js';

const SYSTEM = 'system';
/** A file that has taken its worker down so often would take the next one down, too. */
const MAX_ATTEMPTS = 5;
/** Doubled with every attempt: 10, 20, 40, 80 s. */
const FIRST_DELAY_SECONDS = 10;

export interface ClaimedDocument {
  documentId: number;
  claimToken: string;
  attempt: number;
  sha256: string;
  filename: string;
  mimeType: string;
  profile: ExtractionProfile;
}

export interface ReadDocument {
  docType: string | null;
  docDate: string | null;
  summary: string | null;
  confidenceScore: number;
  confidenceReasoning: string;
  extractedFields: Record<string, string | null>;
  lineItems: LineItem[];
  text: string;
}

/**
 * The way of a document through extraction: New → Processing → Needs Review or Exception. Each step is fenced by the
 * claim token: a worker that was frozen past its lease changes nothing any more.
 */
@Injectable()
export class DocumentProcessing {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: DocumentRepository,
    private readonly queue: ProcessingQueue,
    private readonly ids: Ids,
    private readonly profiles: ProfileDirectory,
  ) {}

  claim(limit: number, leaseSeconds: number): Promise<ClaimedDocument[]> {
    return this.unitOfWork.run(async () => {
      const claimToken = this.ids.next();
      const claims = await this.queue.claim(limit, leaseSeconds, claimToken);
      const documents = await this.documents.manyForChange(claims.map((claim) => claim.documentId));
      for (const document of documents) document.startProcessing();
      await this.documents.save(documents, SYSTEM);
      const profiles = await this.profilesOf(documents);
      const attempts = new Map(claims.map((claim) => [claim.documentId, claim.attempt]));
      return documents.map((document) => {
        const { sha256, originalFilename, mimeType, profileId } = document.snapshot();
        return {
          documentId: document.id,
          claimToken,
          attempt: attempts.get(document.id) ?? 1,
          sha256,
          filename: originalFilename,
          mimeType,
          profile: profiles.get(profileId) as ExtractionProfile,
        };
      });
    });
  }

  renew(job: ClaimedDocument, leaseSeconds: number): Promise<boolean> {
    return this.queue.renew(job.documentId, job.claimToken, leaseSeconds);
  }

  complete(job: ClaimedDocument, result: ReadDocument): Promise<boolean> {
    const { docType, docDate, summary, confidenceScore, confidenceReasoning, extractedFields, lineItems } =
      result;
    const reading: Reading = {
      docType,
      docDate,
      aiSummary: summary,
      confidenceScore,
      confidenceReasoning,
      extractedFields,
      lineItems,
    };
    return this.settle(
      job,
      'done',
      async (document) =>
        document.completeProcessing(reading, await this.documents.editedSinceRequested(document.id, SYSTEM)),
      result.text,
    );
  }

  fail(job: ClaimedDocument, reason: string): Promise<boolean> {
    return this.settle(job, 'done', (document) => document.failProcessing(reason));
  }

  /** Gives it back untried. */
  release(job: ClaimedDocument): Promise<boolean> {
    return this.settle(job, { afterSeconds: 0, counts: false }, (document) => document.requeue());
  }

  /** Something that every document needs is away, for however long. */
  postpone(job: ClaimedDocument): Promise<boolean> {
    return this.settle(job, { afterSeconds: FIRST_DELAY_SECONDS, counts: false }, (document) =>
      document.requeue(),
    );
  }

  /** Trouble that is not in the document: tried again later, and given up after too many attempts. */
  retryLater(job: ClaimedDocument): Promise<boolean> {
    if (job.attempt >= MAX_ATTEMPTS) return this.giveUp(job);
    const afterSeconds = FIRST_DELAY_SECONDS * 2 ** (job.attempt - 1);
    return this.settle(job, { afterSeconds, counts: true }, (document) => document.requeue());
  }

  /** @returns how many documents were taken from lost workers */
  async recoverLost(): Promise<number> {
    let recovered = 0;
    for (const lost of await this.queue.lost()) {
      const settled =
        lost.attempt < MAX_ATTEMPTS
          ? await this.settle(lost, { afterSeconds: 0, counts: true }, (document) => document.requeue())
          : await this.giveUp(lost);
      if (settled) recovered += 1;
    }
    return recovered;
  }

  private giveUp(job: { documentId: number; claimToken: string; attempt: number }): Promise<boolean> {
    const reason = `Reading it was interrupted ${job.attempt} times. Try again, or upload it in another form.`;
    return this.settle(job, 'done', (document) => document.failProcessing(reason));
  }

  /** As they are now; none can be deleted while a document names it. */
  private async profilesOf(documents: readonly Document[]): Promise<Map<number, ExtractionProfile>> {
    const ids = new Set(documents.map((document) => document.snapshot().profileId));
    const found = await this.profiles.byIds([...ids]);
    return new Map(found.map((profile) => [profile.id, profile]));
  }

  /** The document's lock comes first, as everywhere: the other order could deadlock with a person's change. */
  private settle(
    job: { documentId: number; claimToken: string },
    then: 'done' | Again,
    change: (document: Document) => void | Promise<void>,
    text?: string,
  ): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const [document] = await this.documents.manyForChange([job.documentId]);
      if (!document || !(await this.queue.settle(job.documentId, job.claimToken, then))) return false;
      await change(document);
      if (text === undefined) await this.documents.save([document], SYSTEM);
      else await this.documents.saveWithText(document, text, SYSTEM);
      return true;
    });
  }
}
