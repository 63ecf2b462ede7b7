import type { ExtractionProfile } from '../../shared/kernel/extraction-profile.js';
import { ExtractionEngine } from '../application/extraction-engine.js';
import { UnreadableContent } from '../application/unreadable-content.js';
import type { DocumentText } from '../domain/document-text.js';
import type { Extraction } from '../domain/extraction.js';
import type { ReadingPool } from './reading-pool.js';

/**
 * Has the rules applied in the processes that read files: a text made to keep them busy takes none of the service's
 * time. One that takes too much, or makes them crash, would do so again: it is kept for review, without fields.
 */
export class ChildProcessExtractionEngine extends ExtractionEngine {
  constructor(private readonly pool: ReadingPool) {
    super();
  }

  override async extract(
    text: DocumentText,
    profile: ExtractionProfile,
    signal?: AbortSignal,
  ): Promise<Extraction> {
    try {
      return await this.pool.use((process) => process.understand(text, profile, signal), signal);
    } catch (error) {
      if (error instanceof UnreadableContent) return withoutFields(text, profile, error.message);
      throw error;
    }
  }
}

function withoutFields({ notes }: DocumentText, { fields }: ExtractionProfile, reason: string): Extraction {
  return {
    docType: null,
    docDate: null,
    summary: null,
    confidenceScore: 0,
    confidenceReasoning: [reason, 'The text was kept; no fields were read.', ...notes].join(' '),
    extractedFields: Object.fromEntries(fields.map(({ key }) => [key, null])),
    lineItems: [],
  };
}
