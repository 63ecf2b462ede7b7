import type {
  ExtractionProfile,
  LineItemColumn,
  ProfileField,
} from '../../shared/kernel/extraction-profile.js';

/** What people say about a profile. */
export interface ProfileDetails {
  name: string;
  description: string | null;
  fields: ProfileField[];
  lineItemColumns: LineItemColumn[];
}

export interface Profile extends ExtractionProfile, ProfileDetails {
  /** It comes with the product and stays as it is. */
  builtIn: boolean;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}
