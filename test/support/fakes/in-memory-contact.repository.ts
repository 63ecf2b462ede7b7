import { ContactRepository } from '../../../src/contacts/application/contact.repository.js';
import type { Contact, ContactDetails } from '../../../src/contacts/domain/contact.js';
import {
  contactHasChildren,
  contactHoldsDocuments,
  contactNotFound,
  unknownContact,
} from '../../../src/contacts/domain/contact-errors.js';
import { unknownProfile } from '../../../src/shared/kernel/unknown-profile.js';
import type { InMemoryContactStore } from './in-memory-contact-store.js';

/** Locks nothing by itself: the unit of work lets only one transaction run at a time. */
export class InMemoryContactRepository extends ContactRepository {
  constructor(private readonly store: InMemoryContactStore) {
    super();
  }

  async add(contact: ContactDetails): Promise<Contact> {
    const now = this.store.now();
    return this.keep({
      ...contact,
      ...{ id: this.store.nextId(), builtIn: false, createdAt: now, updatedAt: now },
    });
  }

  async forChange(id: number): Promise<Contact> {
    this.store.unitOfWork.requireOpen();
    const contact = this.store.contacts.get(id);
    if (!contact) throw contactNotFound(id);
    return contact;
  }

  async lockLine(id: number): Promise<number[]> {
    this.store.unitOfWork.requireOpen();
    const line: number[] = [];
    let next = this.store.contacts.get(id);
    while (next && !line.includes(next.id)) {
      line.push(next.id);
      next = this.store.contacts.get(next.parentId ?? 0);
    }
    return line;
  }

  async save(contact: Contact): Promise<Contact> {
    return this.keep({ ...contact, updatedAt: this.store.now() });
  }

  async remove(id: number): Promise<void> {
    this.store.unitOfWork.requireOpen();
    const { contacts, folders, documents } = this.store;
    const children = [...contacts.values()].filter(({ parentId }) => parentId === id).length;
    if (children > 0) throw contactHasChildren(id, children);
    const held = documents.filter(({ contactId }) => contactId === id).length;
    if (held > 0) throw contactHoldsDocuments(id, held);
    contacts.delete(id);
    for (const folder of [...folders.values()]) if (folder.contactId === id) folders.delete(folder.id);
  }

  private keep(contact: Contact): Contact {
    const { unitOfWork, contacts } = this.store;
    unitOfWork.requireOpen();
    if (contact.parentId !== null && !contacts.has(contact.parentId)) {
      throw unknownContact(contact.parentId, '/parent_id');
    }
    const { defaultProfileId } = contact;
    if (defaultProfileId !== null && !this.store.profiles.has(defaultProfileId)) {
      throw unknownProfile(defaultProfileId, '/default_profile_id');
    }
    contacts.set(contact.id, contact);
    return contact;
  }
}
