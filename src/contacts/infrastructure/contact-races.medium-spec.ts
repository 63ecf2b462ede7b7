import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { aContact } from '../../../test/support/a-contact.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { until } from '../../../test/support/until.js';
import type { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { DeleteContact } from '../application/delete-contact.js';
import { DeleteFolder } from '../application/delete-folder.js';
import { UpdateContact } from '../application/update-contact.js';
import type { ContactDetails } from '../domain/contact.js';
import { ContactRow } from './contact.row.js';
import { FolderRow } from './folder.row.js';
import { TypeOrmContactRepository } from './typeorm-contact.repository.js';
import { TypeOrmFolderRepository } from './typeorm-folder.repository.js';

const ENDS = ['COMMIT', 'ROLLBACK'] as const;

/** Each race is held still at the moment that matters: one side waits for the other, which then ends either way. */
describe('contacts changed and deleted at the same time', () => {
  let database: TestDatabase;
  let sql: pg.Client;
  let unitOfWork: TypeOrmUnitOfWork;
  let contacts: TypeOrmContactRepository;
  let folders: TypeOrmFolderRepository;
  let updateContact: UpdateContact;
  let deleteContact: DeleteContact;
  let deleteFolder: DeleteFolder;

  beforeAll(async () => {
    database = await TestDatabase.create();
    unitOfWork = await database.unitOfWork([ContactRow, FolderRow]);
    contacts = new TypeOrmContactRepository(unitOfWork);
    folders = new TypeOrmFolderRepository(unitOfWork);
    updateContact = new UpdateContact(unitOfWork, contacts);
    deleteContact = new DeleteContact(unitOfWork, contacts);
    deleteFolder = new DeleteFolder(unitOfWork, folders);
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
  });
  afterAll(async () => {
    await sql.end();
    await database.drop();
  });

  const add = async (values: Partial<ContactDetails> = {}): Promise<number> =>
    (await unitOfWork.run(() => contacts.add(aContact(values)))).id;
  const addFolder = async (contactId: number): Promise<number> =>
    (await unitOfWork.run(() => folders.add({ contactId, name: 'Documents' }))).id;
  const outcome = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: { code?: string; message: string }) => `${error.code}: ${error.message}`,
    );
  const uploadInto = (contactId: number, folderId: number): Promise<unknown> =>
    sql.query(
      `INSERT INTO documents (filename, original_filename, mime_type, size, sha256, status, source, contact_id,
         folder_id, profile_id, created_at, updated_at)
       VALUES ('a.txt', 'a.txt', 'text/plain', 1, repeat('ab', 32), 'New', 'API', $1, $2, 1, now(), now())`,
      [contactId, folderId],
    );
  const somebodyWaits = (): Promise<unknown> =>
    until('one side waits', async () => {
      const { rowCount } = await sql.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rowCount;
    });

  it.each(ENDS)('a contact is deleted while a document arrives, %s', async (end) => {
    const id = await add();
    const folder = await addFolder(id);
    await sql.query('BEGIN');
    await uploadInto(id, folder);
    const deleted = outcome(deleteContact.execute(id));
    await somebodyWaits();
    await sql.query(end);
    expect(await deleted).toBe(
      end === 'ROLLBACK'
        ? 'done'
        : `contact_holds_documents: Contact ${id} holds documents that arrived just now. ` +
            'Delete or move its documents first.',
    );
  });

  it.each(ENDS)('a folder is deleted while a document arrives, %s', async (end) => {
    const id = await add();
    const folder = await addFolder(id);
    await sql.query('BEGIN');
    await uploadInto(id, folder);
    const deleted = outcome(deleteFolder.execute(folder));
    await somebodyWaits();
    await sql.query(end);
    expect(await deleted).toMatch(end === 'ROLLBACK' ? /^done$/ : /^folder_holds_documents: .* just now/);
  });

  it.each(ENDS)('a contact is deleted while another begins to belong to it, %s', async (end) => {
    const id = await add();
    const other = await add();
    await sql.query('BEGIN');
    await sql.query(`UPDATE contacts SET parent_id = $1 WHERE id = $2`, [id, other]);
    const deleted = outcome(deleteContact.execute(id));
    await somebodyWaits();
    await sql.query(end);
    expect(await deleted).toMatch(end === 'ROLLBACK' ? /^done$/ : /^contact_has_children: .* just now/);
  });

  it.each(ENDS)('a contact begins to belong to another that is deleted, %s', async (end) => {
    const id = await add();
    const other = await add();
    await sql.query('BEGIN');
    await sql.query(`DELETE FROM contacts WHERE id = $1`, [id]);
    const moved = outcome(updateContact.execute(other, { parentId: id }));
    await somebodyWaits();
    await sql.query(end);
    expect(await moved).toMatch(end === 'ROLLBACK' ? /^done$/ : /^unknown_contact: /);
  });

  it.each(ENDS)('a contact is changed while it is deleted, %s', async (end) => {
    const id = await add();
    await sql.query('BEGIN');
    await sql.query(`DELETE FROM contacts WHERE id = $1`, [id]);
    const changed = outcome(updateContact.execute(id, { name: 'Late' }));
    await somebodyWaits();
    await sql.query(end);
    expect(await changed).toMatch(end === 'ROLLBACK' ? /^done$/ : /^contact_not_found: /);
  });

  it.each(ENDS)('two contacts begin to belong to each other, %s', async (end) => {
    const id = await add();
    const other = await add();
    let endNow = (): void => undefined;
    const ended = new Promise<void>((resolve) => (endNow = resolve));
    let first = Promise.resolve('');
    await new Promise<void>((written) => {
      first = outcome(
        unitOfWork.run(async () => {
          await updateContact.execute(id, { parentId: other });
          written();
          await ended;
          if (end === 'ROLLBACK') throw new Error('on purpose');
        }),
      );
    });
    const second = outcome(updateContact.execute(other, { parentId: id }));
    await somebodyWaits();
    endNow();
    expect(await first).toMatch(end === 'ROLLBACK' ? /on purpose/ : /^done$/);
    expect(await second).toMatch(end === 'ROLLBACK' ? /^done$/ : /^parent_cycle: /);
  });

  it('fifty contacts in a ring, each about to belong to the next: one is refused', async () => {
    const ring: number[] = [];
    for (let index = 0; index < 50; index++) ring.push(await add());
    const outcomes = await Promise.all(
      ring.map((id, index) =>
        outcome(updateContact.execute(id, { parentId: ring[(index + 1) % ring.length] ?? 0 })),
      ),
    );
    expect(outcomes.filter((each) => each !== 'done')).toEqual([expect.stringMatching(/^parent_cycle: /)]);
  });
});
