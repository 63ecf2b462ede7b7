import type { ProfileName } from '../../shared/kernel/profiles.js';
import { ExtractionEngine } from '../application/extraction-engine.js';
import { UnreadableContent } from '../application/unreadable-content.js';
import type { DocumentText } from '../domain/document-text.js';
import type { Extraction } from '../domain/extraction.js';
import { GENERAL_FIELDS, INVOICE_FIELDS } from '../domain/profile-fields.js';
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
    profile: ProfileName,
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

function withoutFields({ notes }: DocumentText, profile: ProfileName, reason: string): Extraction {
  const keys = profile === 'standard_invoice' ? INVOICE_FIELDS : GENERAL_FIELDS;
  return {
    docType: null,
    docDate: null,
    summary: null,
    confidenceScore: 0,
    confidenceReasoning: [reason, 'The text was kept; no fields were read.', ...notes].join(' '),
    extractedFields: Object.fromEntries(keys.map((key) => [key, null])),
    lineItems: [],
  };
}
