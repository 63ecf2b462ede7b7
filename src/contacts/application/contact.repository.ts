import type { Contact, ContactDetails } from '../domain/contact.js';

export abstract class ContactRepository {
  /** @throws unknown_contact, unknown_profile for a `parentId` or `defaultProfileId` that does not exist */
  abstract add(contact: ContactDetails): Promise<Contact>;
  /** Locks the contact for a change; uploads go on meanwhile. @throws contact_not_found */
  abstract forChange(id: number): Promise<Contact>;
  /**
   * The ids from this contact up to the top, none when it does not exist. Until the transaction ends nobody else is
   * answered: two new parents, each of them fine alone, could close a cycle together.
   */
  abstract lockLine(id: number): Promise<number[]>;
  /**
   * @returns the contact with its new `updatedAt`
   * @throws unknown_contact, unknown_profile for a `parentId` or `defaultProfileId` that does not exist
   */
  abstract save(contact: Contact): Promise<Contact>;
  /**
   * Deletes the contact and its folders. Of this and an upload at the same time one comes first; the other is refused.
   * @throws contact_has_children, contact_holds_documents
   */
  abstract remove(id: number): Promise<void>;
}
