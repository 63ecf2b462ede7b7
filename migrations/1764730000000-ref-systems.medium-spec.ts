import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { aNewDocument, NOON } from '../test/support/a-document.js';
import { TestDatabase } from '../test/support/test-database.js';
import { DocumentRow } from '../src/documents/infrastructure/document.row.js';
import { TypeOrmDocumentRepository } from '../src/documents/infrastructure/typeorm-document.repository.js';
import { TypeOrmUnitOfWork } from '../src/shared/database/typeorm-unit-of-work.js';
import { ExternalRefs } from '../src/shared/kernel/external-refs.js';

const REFS = [
  '{"crm":{"record_id":"1"},"erp":{"record_id":2}}',
  '{"crm":{"record_id":"1"}}',
  String.raw`{"a\"\\\/\b\u001f\u007f\u2028\u0065ü😀":{"record_id":"1"}}`,
  String.raw`{"nul\u0000":{"record_id":"1"},"__proto__":{"record_id":"2"},"7":{"record_id":"3"}}`,
  String.raw`{"nul":{"record_id":"\u0000"},"twice":1,"twice":{"record_id":"1"}}`,
  '{}',
];

describe('the migration to systems that lie apart from records', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await TestDatabase.create();
    dataSource = await database.open([DocumentRow]);
  });
  afterAll(() => database.drop());

  const lastMigration = async (): Promise<string | undefined> =>
    (await dataSource.query<{ name: string }[]>(`SELECT name FROM migrations ORDER BY id DESC LIMIT 1`))[0]
      ?.name;
  const keys = (table: string): Promise<unknown> =>
    dataSource.query(`SELECT key, document_id FROM ${table} ORDER BY document_id, key`);

  it('puts every key where it is looked for, whatever is spelled how', async () => {
    const unitOfWork = new TypeOrmUnitOfWork(dataSource);
    const documents = new TypeOrmDocumentRepository(unitOfWork, { now: () => NOON });
    const ids: number[] = [];
    for (const refs of REFS) {
      const document = aNewDocument({ externalRefs: ExternalRefs.parse(refs) });
      ids.push(await unitOfWork.run(() => documents.add(document, 'ann')));
    }
    const asWritten = [await keys('document_ref_keys'), await keys('document_ref_systems')];
    for (let last; last !== 'RefSystems1764730000000';) {
      last = await lastMigration();
      await dataSource.undoLastMigration();
    }
    expect(await keys('document_ref_keys')).toHaveLength(18);
    await dataSource.runMigrations({ transaction: 'each' });
    const asMigrated = [await keys('document_ref_keys'), await keys('document_ref_systems')];
    expect(asMigrated).toEqual(asWritten);
    expect(asMigrated[1]).toContainEqual({ key: keyOf('nul\0'), document_id: ids[3] });
    await dataSource.query(`DELETE FROM documents WHERE id = $1`, [ids[0]]);
    expect(await keys('document_ref_systems')).not.toContainEqual({ key: keyOf('erp'), document_id: ids[0] });
  });
});

function keyOf(system: string): unknown {
  const hash = createHash('sha256')
    .update(JSON.stringify([system]))
    .digest('hex');
  return hash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
