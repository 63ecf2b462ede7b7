import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../test/support/test-database.js';
import { InitialSchema1764000000000 } from './1764000000000-initial-schema.js';

const MB = 1024 * 1024;

function manyWords(characters: number): string {
  let words = '';
  for (let count = 0; words.length < characters; count++) words += `${count.toString(36)}é `;
  return words.slice(0, characters);
}

/** Each of its characters has four bytes, each word two of them. */
function wideWords(characters: number): string {
  let words = '';
  for (let count = 0; words.length < characters * 2; count++) {
    words += `${String.fromCodePoint(0x20000 + (count % 40_000))}${String.fromCodePoint(0x20000 + Math.floor(count / 40_000))} `;
  }
  return words;
}

describe('the migration to the document API', () => {
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
  const backToTheFirst = async (): Promise<void> => {
    while ((await lastMigration()) !== InitialSchema1764000000000.name) await dataSource.undoLastMigration();
  };
  const add = async (values: { notes?: string; customFields?: object; text?: string }): Promise<number> => {
    const rows = await dataSource.query<{ id: number }[]>(
      `INSERT INTO documents (filename, original_filename, mime_type, size, sha256, status, source, contact_id, folder_id,
                              profile_id, created_at, updated_at, notes, custom_fields)
       VALUES ('invoice.pdf', 'scan.pdf', 'a', 1, 'x', 'Ready', 'API', 1, 1, 1, now(), now(), $1, $2) RETURNING id`,
      [values.notes ?? null, JSON.stringify(values.customFields ?? {})],
    );
    const id = rows[0]!.id;
    if (values.text !== undefined) {
      await dataSource.query(`INSERT INTO document_texts VALUES ($1, $2)`, [id, values.text]);
    }
    return id;
  };
  const found = async (word: string): Promise<number[]> =>
    (
      await dataSource.query<{ id: number }[]>(
        `SELECT document_id AS id FROM document_search WHERE words @@ $1::tsquery ORDER BY 1`,
        [`'${word}'`],
      )
    ).map(({ id }) => id);

  it('takes what the first schema took, however large, and can be undone and done again', async () => {
    await backToTheFirst();
    const small = await add({ notes: 'hello', customFields: { a: { b: 'harbour' } }, text: 'Dear Acme' });
    const large = [
      await add({ notes: 'hello', customFields: { many: manyWords(MB - 100) } }),
      await add({ notes: 'hello', text: manyWords(MB) }),
      await add({
        notes: `hello ${manyWords(99_000)}`,
        customFields: { a: manyWords(MB) },
        text: manyWords(MB),
      }),
      await add({ notes: `hello ${wideWords(99_000)}`, text: wideWords(MB / 2) }),
      await add({ notes: `hello ${'x'.repeat(99_000)}`, text: 'y'.repeat(MB) }),
    ];
    for (const round of ['first', 'again']) {
      await dataSource.runMigrations({ transaction: 'each' });
      expect([round, await found('hello')]).toEqual([round, [small, ...large]]);
      for (const word of ['invoice', 'scan']) expect(await found(word)).toEqual([small, ...large]);
      for (const word of ['harbour', 'acme']) expect(await found(word)).toEqual([small]);
      await backToTheFirst();
    }
    await dataSource.runMigrations({ transaction: 'each' });
  });
});
