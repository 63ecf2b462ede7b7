import type { Contact } from '../domain/contact.js';

export type NewContact = Omit<Contact, 'id' | 'createdAt' | 'updatedAt'>;

export abstract class ContactRepository {
  /** @throws unknown_contact for a `parentId` that does not exist */
  abstract add(contact: NewContact): Promise<Contact>;
}
