import type { ContactDetails } from '../../src/contacts/domain/contact.js';

/** A contact of which only the name is known, with `values` over it. */
export function aContact(values: Partial<ContactDetails> = {}): ContactDetails {
  return {
    name: 'Acme',
    type: 'Other',
    email: null,
    phone: null,
    notes: null,
    parentId: null,
    defaultProfileId: null,
    ...values,
  };
}
