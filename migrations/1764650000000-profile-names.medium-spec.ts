import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../test/support/test-database.js';

describe('the migration to names that are unique', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await TestDatabase.create();
    dataSource = await database.open();
  });
  afterAll(() => database.drop());

  const lastMigration = async (): Promise<string | undefined> =>
    (await dataSource.query<{ name: string }[]>(`SELECT name FROM migrations ORDER BY id DESC LIMIT 1`))[0]
      ?.name;

  it('numbers profiles that had one name, and keeps all others as they are', async () => {
    for (let last; last !== 'ProfileNames1764650000000';) {
      last = await lastMigration();
      await dataSource.undoLastMigration();
    }
    const long = 'ä'.repeat(200);
    for (const name of ['Lease', 'LEASE', 'lease (2)', 'lease', 'default', long, long, 'Other']) {
      await dataSource.query(
        `INSERT INTO extraction_profiles (name, fields, line_item_columns) VALUES ($1, '[]', '[]')`,
        [name],
      );
    }
    await dataSource.runMigrations({ transaction: 'each' });
    const rows = await dataSource.query<{ name: string; version: number }[]>(
      `SELECT name, version FROM extraction_profiles WHERE id > 100 ORDER BY id`,
    );
    expect(rows.map(({ name, version }) => [name, version])).toEqual([
      ['Lease', 1],
      ['LEASE (3)', 2],
      ['lease (2)', 1],
      ['lease (4)', 2],
      ['default (2)', 2],
      [long, 1],
      [`${'ä'.repeat(196)} (2)`, 2],
      ['Other', 1],
    ]);
    await expect(
      dataSource.query(`UPDATE extraction_profiles SET name = 'OTHER' WHERE name = 'Lease'`),
    ).rejects.toThrow('uq_extraction_profiles_name');
  });
});
