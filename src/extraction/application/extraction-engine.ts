import type { ExtractionProfile } from '../../shared/kernel/extraction-profile.js';
import type { DocumentText } from '../domain/document-text.js';
import type { Extraction } from '../domain/extraction.js';

/** Where the text is from, for engines that look at the pages themselves. */
export interface SourceFile {
  /** Absolute. */
  path: string;
}

/**
 * Understands a text: `extractedFields` has the keys of the profile, all of them and no others, written as their types
 * say; of a bill under an `automatic` profile, those of an invoice. Always gives a result, however poor; throws only
 * when another try may succeed. An aborted `signal` ends it at once.
 */
export abstract class ExtractionEngine {
  abstract extract(
    text: DocumentText,
    profile: ExtractionProfile,
    signal?: AbortSignal,
    file?: SourceFile,
  ): Promise<Extraction>;
}
