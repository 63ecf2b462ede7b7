import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every claim looks whether lower revisions are parked at its endpoint: not at those that are parked at others, which
 * may be many. And what a person has sent again says so to the receiver, though its endpoint was disabled meanwhile.
 */
export class ParkedRevisions1764720000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE INDEX ix_webhook_parked_revision ON webhook_parked_deliveries (document_id, endpoint_id, revision)
        WHERE document_id IS NOT NULL`);
    await queryRunner.query(`DROP INDEX ix_webhook_parked_document`);
    await queryRunner.query(
      `ALTER TABLE webhook_parked_deliveries ADD COLUMN resent boolean NOT NULL DEFAULT false`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE webhook_parked_deliveries DROP COLUMN resent`);
    await queryRunner.query(
      `CREATE INDEX ix_webhook_parked_document ON webhook_parked_deliveries (document_id) WHERE document_id IS NOT NULL`,
    );
    await queryRunner.query(`DROP INDEX ix_webhook_parked_revision`);
  }
}
