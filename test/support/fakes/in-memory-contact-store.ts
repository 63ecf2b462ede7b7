import type { Contact } from '../../../src/contacts/domain/contact.js';
import type { Folder } from '../../../src/contacts/domain/folder.js';
import { aContact } from '../a-contact.js';
import type { InMemoryUnitOfWork, Transactional } from './in-memory-unit-of-work.js';

/** Contacts, folders, and what refers to them. Begins with the built-in ones, both with the id 1. */
export class InMemoryContactStore implements Transactional {
  contacts = new Map<number, Contact>();
  folders = new Map<number, Folder>();
  profiles = new Set([1, 2]);
  documents: { contactId: number; folderId: number }[] = [];
  #lastId = 1;
  #lastTime = Date.parse('2026-11-23T12:00:00.000Z');

  constructor(readonly unitOfWork: InMemoryUnitOfWork) {
    unitOfWork.enlist(this);
    const [createdAt, updatedAt] = [this.now(), this.now()];
    const builtIn = { id: 1, builtIn: true, createdAt, updatedAt };
    this.contacts.set(1, { ...aContact({ name: 'System', type: 'Internal' }), ...builtIn });
    this.folders.set(1, { ...builtIn, contactId: 1, name: 'Inbox' });
  }

  remember(): () => void {
    const { contacts, folders, documents } = this;
    const kept = { contacts: new Map(contacts), folders: new Map(folders), documents: [...documents] };
    return () => Object.assign(this, kept);
  }

  nextId(): number {
    return ++this.#lastId;
  }

  /** Later than the time before. */
  now(): Date {
    return new Date(++this.#lastTime);
  }
}
