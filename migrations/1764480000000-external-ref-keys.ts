import type { MigrationInterface, QueryRunner } from 'typeorm';
import { refKeysOf } from '../src/documents/infrastructure/ref-key.js';
import { ExternalRefs } from '../src/shared/kernel/external-refs.js';

const SLICE = 5000;

/** Documents by what other systems call them. Keys are hashes: a record id may be 64 KiB long, an index entry may not. */
export class ExternalRefKeys1764480000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE document_ref_keys (
        key         uuid NOT NULL,
        document_id integer NOT NULL
          CONSTRAINT fk_document_ref_keys_document REFERENCES documents ON DELETE CASCADE,
        CONSTRAINT pk_document_ref_keys PRIMARY KEY (key, document_id)
      )`);
    let after = 0;
    for (;;) {
      const rows = (await queryRunner.query(
        `SELECT id, external_refs AS text FROM documents WHERE id > $1 AND external_refs <> '{}' ORDER BY id LIMIT $2`,
        [after, SLICE],
      )) as { id: number; text: string }[];
      const last = rows.at(-1);
      if (!last) break;
      const keys = rows.flatMap(({ id, text }) =>
        refKeysOf(ExternalRefs.fromStored(text)).map((key) => ({ id, key })),
      );
      await queryRunner.query(
        `INSERT INTO document_ref_keys (key, document_id) SELECT * FROM unnest($1::uuid[], $2::integer[])`,
        [keys.map(({ key }) => key), keys.map(({ id }) => id)],
      );
      after = last.id;
    }
    await queryRunner.query(`CREATE INDEX ix_document_ref_keys_document ON document_ref_keys (document_id)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE document_ref_keys`);
  }
}
