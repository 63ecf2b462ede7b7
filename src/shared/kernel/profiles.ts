import { DomainError } from './domain-error.js';

/** The built-in extraction profiles: what a document is read for. */
export const PROFILES = [
  { id: 1, name: 'default', label: 'Default' },
  { id: 2, name: 'standard_invoice', label: 'Standard Invoice' },
] as const;

export type Profile = (typeof PROFILES)[number];
export type ProfileName = Profile['name'];

export const DEFAULT_PROFILE_ID = 1;

/** @param pointer the member that names it. @throws unknown_profile */
export function findProfile(id: number, pointer: string): Profile {
  const profile = PROFILES.find((known) => known.id === id);
  if (profile) return profile;
  const known = PROFILES.map(({ id, label }) => `${id} (${label})`).join(', ');
  throw new DomainError(
    'invalid',
    'unknown_profile',
    `There is no extraction profile ${id}. Known: ${known}.`,
    {
      errors: [{ pointer, message: 'names no profile' }],
    },
  );
}
