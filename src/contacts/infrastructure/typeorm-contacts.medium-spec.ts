import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { aContact } from '../../../test/support/a-contact.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { CreateContact } from '../application/create-contact.js';
import { CreateFolder } from '../application/create-folder.js';
import type { ContactDetails } from '../domain/contact.js';
import { ContactRow } from './contact.row.js';
import { FolderRow } from './folder.row.js';
import { TypeOrmContactQueries } from './typeorm-contact.queries.js';
import { TypeOrmContactRepository } from './typeorm-contact.repository.js';
import { TypeOrmFolderDirectory } from './typeorm-folder-directory.js';
import { TypeOrmFolderQueries } from './typeorm-folder.queries.js';
import { TypeOrmFolderRepository } from './typeorm-folder.repository.js';

const SYSTEM = 1;

describe('contacts and folders in PostgreSQL', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: TypeOrmUnitOfWork;
  let createContact: CreateContact;
  let createFolder: CreateFolder;
  let contacts: TypeOrmContactQueries;
  let folders: TypeOrmFolderQueries;

  beforeAll(async () => {
    database = await TestDatabase.create();
    dataSource = await database.open([ContactRow, FolderRow]);
    unitOfWork = new TypeOrmUnitOfWork(dataSource);
    const repository = new TypeOrmContactRepository(unitOfWork);
    const folderRepository = new TypeOrmFolderRepository(unitOfWork);
    createContact = new CreateContact(unitOfWork, repository, folderRepository);
    createFolder = new CreateFolder(unitOfWork, folderRepository);
    contacts = new TypeOrmContactQueries(unitOfWork);
    folders = new TypeOrmFolderQueries(unitOfWork);
  });
  afterAll(() => database.drop());

  it('has the contact System with the folder Inbox from the beginning', async () => {
    expect(await contacts.get(SYSTEM)).toMatchObject({ name: 'System', type: 'Internal' });
    expect(await folders.list({ contactId: SYSTEM }, 10, undefined)).toMatchObject([{ name: 'Inbox' }]);
  });

  it('keeps a contact as it was given, with its two folders', async () => {
    const given: ContactDetails = {
      name: "Zoë O'Neil & Søns",
      type: 'Vendor',
      email: 'zoe@example.org',
      phone: '+46 8 123',
      notes: 'first\nsecond',
      parentId: SYSTEM,
      defaultProfileId: 2,
    };
    const made = await createContact.execute(given);
    expect(made.updatedAt).toEqual(made.createdAt);
    const { id, createdAt, updatedAt } = made;
    expect(made).toEqual({ ...given, id, builtIn: false, createdAt, updatedAt });
    expect(await contacts.get(id)).toEqual(made);
    const names = (await folders.list({ contactId: made.id }, 10, undefined)).map((folder) => folder.name);
    expect(names).toEqual(['Review', 'Documents']);
  });

  it('refuses parents and profiles that do not exist, and keeps nothing', async () => {
    const before = await dataSource.manager.count(ContactRow);
    await expect(createContact.execute(aContact({ name: 'A', parentId: 4711 }))).rejects.toMatchObject({
      kind: 'invalid',
      code: 'unknown_contact',
      message: 'There is no contact 4711.',
      detail: { errors: [{ pointer: '/parent_id' }] },
    });
    await expect(
      createContact.execute(aContact({ name: 'A', defaultProfileId: 4711 })),
    ).rejects.toMatchObject({
      code: 'unknown_profile',
    });
    expect(await dataSource.manager.count(ContactRow)).toBe(before);
  });

  it('makes contact and folders together or not at all', async () => {
    class BrokenFolders extends TypeOrmFolderRepository {
      override add(): Promise<never> {
        return Promise.reject(new Error('the disk is full'));
      }
    }
    const broken = new CreateContact(
      unitOfWork,
      new TypeOrmContactRepository(unitOfWork),
      new BrokenFolders(unitOfWork),
    );
    await expect(broken.execute(aContact({ name: 'Half' }))).rejects.toThrow('the disk is full');
    expect(await contacts.list({ name: 'Half' }, 10, undefined)).toEqual([]);
  });

  it('lists newest first, by pages and by filters', async () => {
    const made = [];
    for (const name of ['Amber 100%', 'amber_1', 'Beryl']) {
      made.push(
        await createContact.execute(aContact({ name, email: `${name[0]}@Gems.example`, type: 'Client' })),
      );
    }
    const [first, second, third] = made.map(({ id }) => id);
    const ids = async (filter: object, limit = 10, before?: number): Promise<number[]> =>
      (await contacts.list(filter, limit, before)).map(({ id }) => id);
    expect(await ids({ type: 'Client' })).toEqual([third, second, first]);
    expect(await ids({ type: 'Client' }, 2)).toEqual([third, second]);
    expect(await ids({ type: 'Client' }, 2, second)).toEqual([first]);
    expect(await ids({ name: 'AMBER 100%' })).toEqual([first]);
    expect(await ids({ name: 'Amber' })).toEqual([]);
    expect(await ids({ email: 'b@gems.EXAMPLE' })).toEqual([third]);
    expect(await ids({ q: 'amber' })).toEqual([second, first]);
    expect(await ids({ q: '%' })).toEqual([first]);
    expect(await ids({ q: 'gems', type: 'Vendor' })).toEqual([]);
    expect(await folders.list({ contactId: first, name: 'DOCUMENTS' }, 10, undefined)).toHaveLength(1);
  });

  it('adds folders to a contact that exists', async () => {
    const folder = await createFolder.execute({ contactId: SYSTEM, name: 'Scans' });
    const { id, createdAt, updatedAt } = folder;
    expect(folder).toEqual({ id, contactId: SYSTEM, name: 'Scans', builtIn: false, createdAt, updatedAt });
    expect(await folders.get(id)).toEqual(folder);
    await expect(createFolder.execute({ contactId: 4711, name: 'X' })).rejects.toMatchObject({
      code: 'unknown_contact',
      detail: { errors: [{ pointer: '/contact_id' }] },
    });
  });

  it('answers what other modules ask', async () => {
    const directory = new TypeOrmFolderDirectory(unitOfWork);
    const made = await createContact.execute(aContact({ name: 'Corner Shop', defaultProfileId: 1 }));
    const [folder] = await folders.list({ contactId: made.id, name: 'Review' }, 1, undefined);
    expect(await directory.find(made.id, folder?.id ?? 0)).toEqual({
      contact: { id: made.id, name: 'Corner Shop', defaultProfileId: 1 },
      folder: { id: folder?.id, name: 'Review', contactId: made.id },
    });
    expect(await directory.find(4711, 4711)).toEqual({ contact: undefined, folder: undefined });
    expect((await directory.find(SYSTEM, folder?.id ?? 0)).folder?.contactId).toBe(made.id);
  });

  it('has rows that are what the migration made', async () => {
    // A foreign key between modules lives in the migrations alone.
    const between = 'ALTER TABLE "contacts" DROP CONSTRAINT "fk_contacts_default_profile"';
    const drift = await dataSource.driver.createSchemaBuilder().log();
    expect(drift.upQueries.map(({ query }) => query)).toEqual([between]);
  });
});
