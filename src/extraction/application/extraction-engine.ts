import type { ProfileName } from '../../shared/kernel/profiles.js';
import type { DocumentText } from '../domain/document-text.js';
import type { Extraction } from '../domain/extraction.js';

/**
 * Understands a text. Always gives a result, however poor; throws only when another try may succeed.
 * An aborted `signal` ends it at once.
 */
export abstract class ExtractionEngine {
  abstract extract(text: DocumentText, profile: ProfileName, signal?: AbortSignal): Promise<Extraction>;
}
