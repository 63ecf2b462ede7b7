import type { Contact, ContactType } from '../domain/contact.js';

export interface ContactFilter {
  /** Occurs in the name, email, phone or notes. Like the next two it does not look at upper and lower case. */
  q?: string | undefined;
  /** Is the whole name. */
  name?: string | undefined;
  email?: string | undefined;
  type?: ContactType | undefined;
  parentId?: number | undefined;
  defaultProfileId?: number | undefined;
}

export abstract class ContactQueries {
  abstract get(id: number): Promise<Contact | undefined>;
  /** Newest first, ids below `before`. */
  abstract list(filter: ContactFilter, limit: number, before: number | undefined): Promise<Contact[]>;
}
