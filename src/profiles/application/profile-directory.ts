import type { ExtractionProfile } from '../../shared/kernel/extraction-profile.js';

/** What other modules ask about profiles. */
export abstract class ProfileDirectory {
  /** Those that exist, in any order. */
  abstract byIds(ids: readonly number[]): Promise<ExtractionProfile[]>;
}
