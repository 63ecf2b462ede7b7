import type { Contact, ContactDetails } from './contact.js';
import { builtInContact } from './contact-errors.js';

/**
 * The contact with what is named in `changes`; the very same one when that makes no difference.
 * @throws built_in
 */
export function changeContact(contact: Contact, changes: Partial<ContactDetails>): Contact {
  const named = Object.keys(changes) as (keyof ContactDetails)[];
  if (named.every((member) => changes[member] === contact[member])) return contact;
  const changed = { ...contact, ...changes };
  if (contact.builtIn && changed.name !== contact.name) throw builtInContact(contact);
  return changed;
}
