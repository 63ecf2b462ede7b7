import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The histories of all documents as one list, newest first. */
export class Audit1764710000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE INDEX ix_document_history_at ON document_history (at, id)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX ix_document_history_at`);
  }
}
