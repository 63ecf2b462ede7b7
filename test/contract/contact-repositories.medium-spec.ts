import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ContactRepository } from '../../src/contacts/application/contact.repository.js';
import type { FolderRepository } from '../../src/contacts/application/folder.repository.js';
import type { Contact, ContactDetails } from '../../src/contacts/domain/contact.js';
import { ContactRow } from '../../src/contacts/infrastructure/contact.row.js';
import { FolderRow } from '../../src/contacts/infrastructure/folder.row.js';
import { TypeOrmContactRepository } from '../../src/contacts/infrastructure/typeorm-contact.repository.js';
import { TypeOrmFolderRepository } from '../../src/contacts/infrastructure/typeorm-folder.repository.js';
import { DocumentRow } from '../../src/documents/infrastructure/document.row.js';
import { TypeOrmDocumentRepository } from '../../src/documents/infrastructure/typeorm-document.repository.js';
import type { UnitOfWork } from '../../src/shared/kernel/unit-of-work.js';
import { aContact } from '../support/a-contact.js';
import { aNewDocument, NOON } from '../support/a-document.js';
import { ContactsFixture } from '../support/fakes/contacts-fixture.js';
import { TestDatabase } from '../support/test-database.js';

const NOBODY = 4711;

interface Subject {
  unitOfWork: UnitOfWork;
  contacts: ContactRepository;
  folders: FolderRepository;
  addDocument(place: { contactId: number; folderId: number }): Promise<unknown>;
}

let database: TestDatabase;

async function inPostgres(): Promise<Subject> {
  const unitOfWork = await database.unitOfWork([ContactRow, FolderRow, DocumentRow]);
  const documents = new TypeOrmDocumentRepository(unitOfWork, { now: () => NOON });
  return {
    unitOfWork,
    contacts: new TypeOrmContactRepository(unitOfWork),
    folders: new TypeOrmFolderRepository(unitOfWork),
    addDocument: (place) => unitOfWork.run(() => documents.add(aNewDocument(place), 'ann')),
  };
}

async function inMemory(): Promise<Subject> {
  const { unitOfWork, store, contacts, folders } = new ContactsFixture();
  return { unitOfWork, contacts, folders, addDocument: async (place) => store.documents.push(place) };
}

beforeAll(async () => {
  database = await TestDatabase.create();
});
afterAll(() => database.drop());

describe.each([
  ['in memory', inMemory],
  ['PostgreSQL', inPostgres],
])('ContactRepository and FolderRepository, %s', (_, make) => {
  let subject: Subject;

  beforeAll(async () => {
    subject = await make();
  });

  const run = <T>(work: () => Promise<T>): Promise<T> => subject.unitOfWork.run(work);
  const add = (values: Partial<ContactDetails> = {}): Promise<Contact> =>
    run(() => subject.contacts.add(aContact(values)));
  const load = (id: number): Promise<Contact> => run(() => subject.contacts.forChange(id));

  it('have the built-in ones', async () => {
    expect(await load(1)).toMatchObject({ name: 'System', type: 'Internal', builtIn: true });
    expect(await run(() => subject.folders.forChange(1))).toMatchObject({
      ...{ contactId: 1, name: 'Inbox', builtIn: true },
    });
    expect(await add()).toMatchObject({ builtIn: false });
  });

  it('give back every member as it was added, and as it was saved', async () => {
    const full = aContact({
      ...{ name: 'Zoë', type: 'Vendor', email: 'zoe@example.org', phone: '+46 8', notes: 'a\nb' },
      ...{ parentId: 1, defaultProfileId: 2 },
    });
    const contact = await add(full);
    expect(contact).toMatchObject(full);
    expect(await load(contact.id)).toEqual(contact);
    const emptied = await run(() => subject.contacts.save({ ...contact, ...aContact() }));
    expect(emptied).toEqual({ ...contact, ...aContact(), updatedAt: emptied.updatedAt });
    expect(emptied.updatedAt.getTime()).toBeGreaterThanOrEqual(contact.updatedAt.getTime());
    expect(await load(contact.id)).toEqual(emptied);
    const refilled = await run(() => subject.contacts.save({ ...emptied, ...full }));
    expect(await load(contact.id)).toEqual(refilled);
    expect(refilled).toMatchObject(full);
  });

  it('rename folders', async () => {
    const { id } = await add();
    const folder = await run(() => subject.folders.add({ contactId: id, name: 'Scans' }));
    const renamed = await run(() => subject.folders.save({ ...folder, name: 'Post' }));
    expect(renamed).toEqual({ ...folder, name: 'Post', updatedAt: renamed.updatedAt });
    expect(await run(() => subject.folders.forChange(folder.id))).toEqual(renamed);
  });

  it('refuse parents and contacts that do not exist', async () => {
    const unknown = (pointer: string): object => ({
      ...{ kind: 'invalid', code: 'unknown_contact', detail: { errors: [{ pointer }] } },
    });
    const contact = await add();
    const orphan = { ...contact, parentId: NOBODY };
    await expect(add({ parentId: NOBODY })).rejects.toMatchObject(unknown('/parent_id'));
    await expect(run(() => subject.contacts.save(orphan))).rejects.toMatchObject(unknown('/parent_id'));
    const unread = { ...contact, defaultProfileId: NOBODY };
    for (const write of [() => subject.contacts.add(unread), () => subject.contacts.save(unread)]) {
      await expect(run(write)).rejects.toMatchObject({
        ...{
          kind: 'invalid',
          code: 'unknown_profile',
          detail: { errors: [{ pointer: '/default_profile_id' }] },
        },
      });
    }
    await expect(run(() => subject.folders.add({ contactId: NOBODY, name: 'A' }))).rejects.toMatchObject(
      unknown('/contact_id'),
    );
    await expect(load(NOBODY)).rejects.toMatchObject({ kind: 'not-found', code: 'contact_not_found' });
    await expect(run(() => subject.folders.forChange(NOBODY))).rejects.toMatchObject({
      ...{ kind: 'not-found', code: 'folder_not_found' },
    });
  });

  it('tell the line up to the top', async () => {
    const group = await add();
    const acme = await add({ parentId: group.id });
    const ann = await add({ parentId: acme.id });
    const line = (id: number): Promise<number[]> => run(() => subject.contacts.lockLine(id));
    expect(await line(ann.id)).toEqual([ann.id, acme.id, group.id]);
    expect(await line(group.id)).toEqual([group.id]);
    expect(await line(NOBODY)).toEqual([]);
  });

  it('delete a contact with its folders, and one folder alone', async () => {
    const { id } = await add();
    const other = await add();
    const [documents, review, kept] = await run(async () => [
      await subject.folders.add({ contactId: id, name: 'Documents' }),
      await subject.folders.add({ contactId: id, name: 'Review' }),
      await subject.folders.add({ contactId: other.id, name: 'Documents' }),
    ]);
    await run(() => subject.folders.remove(documents?.id ?? 0));
    await run(() => subject.contacts.remove(id));
    await expect(load(id)).rejects.toMatchObject({ code: 'contact_not_found' });
    for (const gone of [documents, review]) {
      await expect(run(() => subject.folders.forChange(gone?.id ?? 0))).rejects.toMatchObject({
        code: 'folder_not_found',
      });
    }
    expect(await run(() => subject.folders.forChange(kept?.id ?? 0))).toEqual(kept);
  });

  it('keep what holds something, and say how much', async () => {
    const { id } = await add();
    const folder = await run(() => subject.folders.add({ contactId: id, name: 'Documents' }));
    const refusal = (work: () => Promise<void>): Promise<unknown> =>
      run(work).catch(({ kind, code, message }: { kind: string; code: string; message: string }) => [
        ...[kind, code, message],
      ]);
    await subject.addDocument({ contactId: id, folderId: folder.id });
    expect(await refusal(() => subject.folders.remove(folder.id))).toEqual([
      'conflict',
      'folder_holds_documents',
      `Folder ${folder.id} holds 1 document. Delete or move its documents first.`,
    ]);
    await subject.addDocument({ contactId: id, folderId: folder.id });
    expect(await refusal(() => subject.contacts.remove(id))).toEqual([
      'conflict',
      'contact_holds_documents',
      `Contact ${id} holds 2 documents. Delete or move its documents first.`,
    ]);
    await add({ parentId: id });
    expect(await refusal(() => subject.contacts.remove(id))).toEqual([
      'conflict',
      'contact_has_children',
      `Contact ${id} has 1 sub-contact. Delete its sub-contacts, or give them another parent_id, first.`,
    ]);
    expect(await load(id)).toMatchObject({ id });
  });

  it('refuse to write, or to lock, outside a unit of work', async () => {
    const outside = 'No open unit of work';
    const contact = await add();
    const folder = await run(() => subject.folders.add({ contactId: contact.id, name: 'A' }));
    for (const attempt of [
      () => subject.contacts.add(aContact()),
      () => subject.contacts.forChange(1),
      () => subject.contacts.lockLine(1),
      () => subject.contacts.save(contact),
      () => subject.contacts.remove(contact.id),
      () => subject.folders.add({ contactId: 1, name: 'A' }),
      () => subject.folders.forChange(1),
      () => subject.folders.save(folder),
      () => subject.folders.remove(folder.id),
    ]) {
      await expect(attempt()).rejects.toThrow(outside);
    }
  });
});
