import { Injectable } from '@nestjs/common';
import type { ProfileName } from '../../shared/kernel/profiles.js';
import { ExtractionEngine } from '../application/extraction-engine.js';
import { DocumentReader } from '../domain/document-reader.js';
import type { DocumentText } from '../domain/document-text.js';
import type { Extraction } from '../domain/extraction.js';
import { LANGUAGES } from '../domain/languages.js';

/** Reads by rules, without a model: nothing leaves the machine, and the same text gives the same result. */
@Injectable()
export class DeterministicExtractionEngine extends ExtractionEngine {
  readonly #reader = new DocumentReader(...LANGUAGES);

  override async extract(text: DocumentText, profile: ProfileName): Promise<Extraction> {
    return this.#reader.read(text, profile);
  }
}
