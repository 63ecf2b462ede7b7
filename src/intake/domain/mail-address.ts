import type { Target } from '../../shared/kernel/target.js';

const TAG = /^(contact|folder|profile)-(\d{1,10})$/;
const MEMBERS = { contact: 'contactId', folder: 'folderId', profile: 'profileId' } as const;

/**
 * Where a mail to `address` goes: to `inbox@records.example` what is in no place of its own, to
 * `inbox+contact-5+folder-12@records.example` what goes there.
 * @param ours the addresses that are taken, in lower case
 * @returns undefined when it is none of ours, or says what nobody understands
 */
export function targetOfAddress(address: string, ours: readonly string[]): Target | undefined {
  const lower = address.trim().toLowerCase();
  const at = lower.lastIndexOf('@');
  const [name = '', ...tags] = lower.slice(0, at).split('+');
  if (at < 0 || !ours.includes(`${name}${lower.slice(at)}`)) return undefined;
  const target: Target = {};
  for (const tag of tags) {
    const [, what, digits] = TAG.exec(tag) ?? [];
    const id = Number(digits);
    if (what === undefined || id < 1 || id > 2 ** 31 - 1) return undefined;
    const member = MEMBERS[what as keyof typeof MEMBERS];
    if (target[member] !== undefined) return undefined;
    target[member] = id;
  }
  return target;
}
