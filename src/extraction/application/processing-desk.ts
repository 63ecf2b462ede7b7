import type { ExtractionProfile } from '../../shared/kernel/extraction-profile.js';
import type { Extraction } from '../domain/extraction.js';

/** A document taken for processing. */
export interface ProcessingJob {
  documentId: number;
  /** Fences every later call: another claim of the same document has another token. */
  claimToken: string;
  /** 1 for the first try. */
  attempt: number;
  sha256: string;
  filename: string;
  mimeType: string;
  profile: ExtractionProfile;
}

export interface ProcessingResult extends Extraction {
  /** The readable text of the whole document. */
  text: string;
}

/**
 * The documents that wait for processing. Whoever claims one owns it until the lease ends; a call that comes
 * with a token that is no longer the owner's changes nothing and returns false.
 */
export abstract class ProcessingDesk {
  /** Takes up to `limit` New documents, each leased for `leaseSeconds`. */
  abstract claim(limit: number, leaseSeconds: number): Promise<ProcessingJob[]>;
  /** Prolongs the lease to `leaseSeconds` from now. */
  abstract renew(job: ProcessingJob, leaseSeconds: number): Promise<boolean>;
  /** Ends in Needs Review. */
  abstract complete(job: ProcessingJob, result: ProcessingResult): Promise<boolean>;
  /** Ends in Exception; `reason` is a sentence for people. */
  abstract fail(job: ProcessingJob, reason: string): Promise<boolean>;
  /** Gives it back untried: New at once, and the attempt does not count. */
  abstract release(job: ProcessingJob): Promise<boolean>;
  /** Something that every document needs is away: New, tried again soon, and the attempt does not count. */
  abstract postpone(job: ProcessingJob): Promise<boolean>;
  /** Trouble that is not in the document: New, tried again later; in Exception after too many attempts. */
  abstract retryLater(job: ProcessingJob): Promise<boolean>;
  /** Puts documents whose lease ran out back to New, or to Exception after too many attempts. Returns how many. */
  abstract recoverLost(): Promise<number>;
}
