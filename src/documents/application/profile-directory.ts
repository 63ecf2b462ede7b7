import type { ExtractionProfile } from '../../shared/kernel/extraction-profile.js';

/** What documents need to know about extraction profiles. */
export abstract class ProfileDirectory {
  /** Those that exist, in any order. */
  abstract byIds(ids: readonly number[]): Promise<ExtractionProfile[]>;
}
