import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { aProfile } from '../../../test/support/a-profile.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { until } from '../../../test/support/until.js';
import type { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { CreateProfile } from '../application/create-profile.js';
import { DeleteProfile } from '../application/delete-profile.js';
import { UpdateProfile } from '../application/update-profile.js';
import { ProfileRow } from './profile.row.js';
import { TypeOrmProfileRepository } from './typeorm-profile.repository.js';

/** Each race is held still at the moment that matters: one side waits for the other, which then ends either way. */
describe('profiles changed and deleted at the same time', () => {
  let database: TestDatabase;
  let sql: pg.Client;
  let unitOfWork: TypeOrmUnitOfWork;
  let profiles: TypeOrmProfileRepository;
  let updateProfile: UpdateProfile;
  let deleteProfile: DeleteProfile;

  beforeAll(async () => {
    database = await TestDatabase.create();
    unitOfWork = await database.unitOfWork([ProfileRow]);
    profiles = new TypeOrmProfileRepository(unitOfWork);
    updateProfile = new UpdateProfile(unitOfWork, profiles);
    deleteProfile = new DeleteProfile(unitOfWork, profiles);
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
  });
  afterAll(async () => {
    await sql.end();
    await database.drop();
  });

  let added = 0;
  const add = async (): Promise<number> =>
    (await unitOfWork.run(() => profiles.add(aProfile({ name: `Lease ${++added}` })))).id;
  const outcome = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: { code?: string; message: string }) => `${error.code}: ${error.message}`,
    );
  const use = {
    document: (id: number): Promise<unknown> =>
      sql.query(
        `INSERT INTO documents (filename, original_filename, mime_type, size, sha256, status, source, contact_id,
           folder_id, profile_id, created_at, updated_at)
         VALUES ('a.txt', 'a.txt', 'text/plain', 1, repeat('ab', 32), 'New', 'API', 1, 1, $1, now(), now())`,
        [id],
      ),
    contact: (id: number): Promise<unknown> =>
      sql.query(`INSERT INTO contacts (name, type, default_profile_id) VALUES ('a', 'Other', $1)`, [id]),
  };
  const somebodyWaits = (): Promise<unknown> =>
    until('one side waits', async () => {
      const { rowCount } = await sql.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rowCount;
    });

  it.each([
    ['document', 'COMMIT'],
    ['document', 'ROLLBACK'],
    ['contact', 'COMMIT'],
    ['contact', 'ROLLBACK'],
  ] as const)('one is deleted while a %s begins to use it, %s', async (by, end) => {
    const id = await add();
    await sql.query('BEGIN');
    await use[by](id);
    const deleted = outcome(deleteProfile.execute(id));
    await somebodyWaits();
    await sql.query(end);
    expect(await deleted).toMatch(
      end === 'ROLLBACK' ? /^done$/ : /^profile_in_use: .* in use by what arrived just now\. Give/,
    );
  });

  it('uploads go on while one is changed', async () => {
    const id = await add();
    await unitOfWork.run(async () => {
      await profiles.forChange(id);
      await use.document(id); // would wait for ever
    });
    expect(await outcome(deleteProfile.execute(id))).toMatch(/^profile_in_use: /);
  });

  it('of two changes from one version, one is made', async () => {
    const id = await add();
    const outcomes = await Promise.all(
      ['A', 'B', 'C'].map((name) => outcome(updateProfile.execute(id, { name }, [1]))),
    );
    expect(outcomes.map((each) => each.replace(/:.*/s, '')).sort()).toEqual([
      ...['done', 'version_mismatch', 'version_mismatch'],
    ]);
  });

  it('of several with one name, one is made', async () => {
    const create = new CreateProfile(unitOfWork, profiles);
    const names = ['Once', 'ONCE', 'once', 'oNCE'];
    const outcomes = await Promise.all(names.map((name) => outcome(create.execute(aProfile({ name })))));
    expect(outcomes.map((each) => each.replace(/:.*/s, '')).sort()).toEqual([
      ...['done', ...names.slice(1).map(() => 'profile_name_taken')],
    ]);
  });

  it('has rows that are what the migration made', async () => {
    const [dataSource] = [await database.open([ProfileRow])];
    const drift = await dataSource.driver.createSchemaBuilder().log();
    expect(drift.upQueries.map(({ query }) => query)).toEqual([]);
  });
});
