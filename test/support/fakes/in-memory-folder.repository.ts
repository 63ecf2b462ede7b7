import { FolderRepository } from '../../../src/contacts/application/folder.repository.js';
import {
  folderHoldsDocuments,
  folderNotFound,
  unknownContact,
} from '../../../src/contacts/domain/contact-errors.js';
import type { Folder } from '../../../src/contacts/domain/folder.js';
import type { InMemoryContactStore } from './in-memory-contact-store.js';

/** Locks nothing by itself: the unit of work lets only one transaction run at a time. */
export class InMemoryFolderRepository extends FolderRepository {
  constructor(private readonly store: InMemoryContactStore) {
    super();
  }

  async add({ contactId, name }: { contactId: number; name: string }): Promise<Folder> {
    this.store.unitOfWork.requireOpen();
    if (!this.store.contacts.has(contactId)) throw unknownContact(contactId, '/contact_id');
    const now = this.store.now();
    const id = this.store.nextId();
    const folder: Folder = { id, contactId, name, builtIn: false, createdAt: now, updatedAt: now };
    this.store.folders.set(id, folder);
    return folder;
  }

  async forChange(id: number): Promise<Folder> {
    this.store.unitOfWork.requireOpen();
    const folder = this.store.folders.get(id);
    if (!folder) throw folderNotFound(id);
    return folder;
  }

  async save(folder: Folder): Promise<Folder> {
    this.store.unitOfWork.requireOpen();
    const saved = { ...folder, updatedAt: this.store.now() };
    this.store.folders.set(folder.id, saved);
    return saved;
  }

  async remove(id: number): Promise<void> {
    this.store.unitOfWork.requireOpen();
    const held = this.store.documents.filter(({ folderId }) => folderId === id).length;
    if (held > 0) throw folderHoldsDocuments(id, held);
    this.store.folders.delete(id);
  }
}
