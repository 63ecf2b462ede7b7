import type { ExtractionProfile } from '../../shared/kernel/extraction-profile.js';
import type { DocumentText } from '../domain/document-text.js';
import type { Extraction } from '../domain/extraction.js';
import { ExtractionEngine, type SourceFile } from './extraction-engine.js';

/** Gives each document to the engine that its profile is set to. */
export class ChosenExtractionEngine extends ExtractionEngine {
  constructor(private readonly engineOf: (profileId: number) => ExtractionEngine) {
    super();
  }

  override extract(
    text: DocumentText,
    profile: ExtractionProfile,
    signal?: AbortSignal,
    file?: SourceFile,
  ): Promise<Extraction> {
    return this.engineOf(profile.id).extract(text, profile, signal, file);
  }
}
