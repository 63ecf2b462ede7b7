import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Documents by what other systems call them. Keys are hashes: a record id may have 64 KiB, an index entry may not. SQL
 * cannot read external_refs exactly (a name twice, \u0000, the spelling of numbers), so the workers add the keys of
 * the documents that are there already: those up to this id they have done.
 */
export class ExternalRefKeys1764480000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE document_ref_keys (
        key         uuid NOT NULL,
        document_id integer NOT NULL
          CONSTRAINT fk_document_ref_keys_document REFERENCES documents ON DELETE CASCADE,
        CONSTRAINT pk_document_ref_keys PRIMARY KEY (key, document_id)
      )`);
    await queryRunner.query(`CREATE INDEX ix_document_ref_keys_document ON document_ref_keys (document_id)`);
    await queryRunner.query(`
      INSERT INTO instance_settings (key, value)
      SELECT 'ref_keys_added_up_to', '0' WHERE EXISTS (SELECT FROM documents)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DELETE FROM instance_settings WHERE key = 'ref_keys_added_up_to'`);
    await queryRunner.query(`DROP TABLE document_ref_keys`);
  }
}
