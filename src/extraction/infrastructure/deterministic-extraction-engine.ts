import { Injectable } from '@nestjs/common';
import type { ProfileName } from '../../shared/kernel/profiles.js';
import { ExtractionEngine } from '../application/extraction-engine.js';
import { DocumentReader } from '../domain/document-reader.js';
import type { DocumentText } from '../domain/document-text.js';
import { english } from '../domain/english.js';
import type { Extraction } from '../domain/extraction.js';

/** Reads by rules, without a model: nothing leaves the machine, and the same text gives the same result. */
@Injectable()
export class DeterministicExtractionEngine extends ExtractionEngine {
  readonly #reader = new DocumentReader(english);

  override async extract(text: DocumentText, profile: ProfileName): Promise<Extraction> {
    return this.#reader.read(text, profile);
  }
}
