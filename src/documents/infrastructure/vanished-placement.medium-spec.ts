import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { aNewDocument, NOON } from '../../../test/support/a-document.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { until } from '../../../test/support/until.js';
import type { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { DocumentRow } from './document.row.js';
import { TypeOrmDocumentRepository } from './typeorm-document.repository.js';

const NOBODY = 4711;

describe('a contact, folder or profile that vanishes before the document is written', () => {
  let database: TestDatabase;
  let sql: pg.Client;
  let unitOfWork: TypeOrmUnitOfWork;
  let documents: TypeOrmDocumentRepository;

  beforeAll(async () => {
    database = await TestDatabase.create();
    unitOfWork = await database.unitOfWork([DocumentRow]);
    documents = new TypeOrmDocumentRepository(unitOfWork, { now: () => NOON });
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
  });
  afterAll(async () => {
    await sql.end();
    await database.drop();
  });

  const add = (place: { contactId?: number; folderId?: number; profileId?: number } = {}): Promise<number> =>
    unitOfWork.run(() => documents.add(aNewDocument(place), 'ann'));
  const move = (id: number, place: { contactId?: number; folderId?: number }): Promise<void> =>
    unitOfWork.run(async () => {
      const document = await documents.forChange(id);
      document.edit(place);
      await documents.save([document], 'ann');
    });
  const count = async (): Promise<number> =>
    (await sql.query(`SELECT count(*)::integer AS count FROM documents`)).rows[0].count as number;

  it('refuses the upload, and keeps nothing of it', async () => {
    const before = await count();
    await expect(add({ contactId: NOBODY })).rejects.toMatchObject({
      kind: 'invalid',
      code: 'unknown_contact',
      detail: { errors: [{ pointer: '/contact_id' }] },
    });
    await expect(add({ folderId: NOBODY })).rejects.toMatchObject({
      kind: 'invalid',
      code: 'unknown_folder',
      detail: { errors: [{ pointer: '/folder_id' }] },
    });
    await expect(add({ profileId: NOBODY })).rejects.toMatchObject({
      kind: 'invalid',
      code: 'unknown_profile',
      detail: { errors: [{ pointer: '/profile_id' }] },
    });
    expect(await count()).toBe(before);
  });

  it('refuses the move, and leaves the document where it is', async () => {
    const id = await add();
    await expect(move(id, { contactId: NOBODY })).rejects.toMatchObject({
      code: 'unknown_contact',
      message: `There is no contact ${NOBODY}.`,
    });
    await expect(move(id, { folderId: NOBODY })).rejects.toMatchObject({
      code: 'unknown_folder',
      message: `There is no folder ${NOBODY}.`,
    });
    const { rows } = await sql.query(`SELECT contact_id, folder_id, version FROM documents WHERE id = $1`, [
      id,
    ]);
    expect(rows).toEqual([{ contact_id: 1, folder_id: 1, version: 1 }]);
  });

  it('refuses to have it read with a profile that is gone', async () => {
    const id = await add();
    const other = aNewDocument({ status: 'Needs Review' });
    const reprocess = unitOfWork.run(async () => {
      const reviewed = await documents.forChange(await documents.add(other, 'ann'));
      reviewed.reprocess(NOBODY);
      await documents.save([await documents.forChange(id), reviewed], 'ann');
    });
    await expect(reprocess).rejects.toMatchObject({
      code: 'unknown_profile',
      message: expect.stringContaining(`There is no extraction profile ${NOBODY}.`),
    });
  });

  it('waits for a deletion that is not yet committed, and is told how it ended', async () => {
    const { rows } = await sql.query(
      `INSERT INTO contacts (name, type) VALUES ('Going', 'Other') RETURNING id AS "contactId"`,
    );
    const place = rows[0] as { contactId: number };
    for (const end of ['ROLLBACK', 'COMMIT']) {
      await sql.query('BEGIN');
      await sql.query(`DELETE FROM contacts WHERE id = $1`, [place.contactId]);
      const upload = add(place).catch((error: unknown) => error);
      await until('the upload waits', async () => {
        const waiting = await sql.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return waiting.rowCount;
      });
      await sql.query(end);
      if (end === 'COMMIT') expect(await upload).toMatchObject({ code: 'unknown_contact' });
      else {
        expect(await upload).toEqual(expect.any(Number));
        await sql.query(`DELETE FROM documents WHERE id = $1`, [await upload]);
      }
    }
  });
});
