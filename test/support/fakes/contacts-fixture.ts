import type { Contact, ContactDetails } from '../../../src/contacts/domain/contact.js';
import { aContact } from '../a-contact.js';
import { InMemoryContactStore } from './in-memory-contact-store.js';
import { InMemoryContactRepository } from './in-memory-contact.repository.js';
import { InMemoryFolderRepository } from './in-memory-folder.repository.js';
import { InMemoryUnitOfWork } from './in-memory-unit-of-work.js';

/** The ports of the contacts' use cases, all of them in memory. */
export class ContactsFixture {
  readonly unitOfWork = new InMemoryUnitOfWork();
  readonly store = new InMemoryContactStore(this.unitOfWork);
  readonly contacts = new InMemoryContactRepository(this.store);
  readonly folders = new InMemoryFolderRepository(this.store);

  add(values: Partial<ContactDetails> = {}): Promise<Contact> {
    return this.unitOfWork.run(() => this.contacts.add(aContact(values)));
  }
}
