import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The histories of all documents, and who came in, as one list, newest first. */
export class Audit1764710000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE INDEX ix_document_history_at ON document_history (at, id)`);
    await queryRunner.query(`CREATE INDEX ix_access_events_at ON access_events (at, id)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX ix_access_events_at`);
    await queryRunner.query(`DROP INDEX ix_document_history_at`);
  }
}
