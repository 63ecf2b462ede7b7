import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A claim names its deliveries, so that no index of the queue needs the token: claiming is a HOT update. ADR 13. */
export class ClaimsHoldTheirIds1764470000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE webhook_claims ADD COLUMN ids uuid[] NOT NULL DEFAULT '{}'`);
    await queryRunner.query(`
      UPDATE webhook_claims AS claim
         SET ids = ARRAY(SELECT delivery_id FROM webhook_deliveries AS delivery
                          WHERE delivery.claim_token = claim.claim_token AND delivery.endpoint_id = claim.endpoint_id)`);
    await queryRunner.query(`ALTER TABLE webhook_claims ALTER COLUMN ids DROP DEFAULT`);
    await queryRunner.query(`DROP INDEX ix_webhook_deliveries_claimed`);
    // What is in flight stays in the index of due times: as few rows as are in flight.
    await queryRunner.query(`DROP INDEX ix_webhook_deliveries_due`);
    await queryRunner.query(
      `CREATE INDEX ix_webhook_deliveries_due ON webhook_deliveries (endpoint_id, due_at, delivery_id)`,
    );
    // Room in the page for a second version of each row: without it, a claim makes index entries after all.
    await queryRunner.query(`ALTER TABLE webhook_deliveries SET (fillfactor = 50)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE webhook_deliveries SET (fillfactor = 70)`);
    await queryRunner.query(`DROP INDEX ix_webhook_deliveries_due`);
    await queryRunner.query(`
      CREATE INDEX ix_webhook_deliveries_due ON webhook_deliveries (endpoint_id, due_at, delivery_id)
        WHERE claim_token IS NULL`);
    await queryRunner.query(`
      CREATE INDEX ix_webhook_deliveries_claimed ON webhook_deliveries (endpoint_id, claim_token)
        WHERE claim_token IS NOT NULL`);
    await queryRunner.query(`ALTER TABLE webhook_claims DROP COLUMN ids`);
  }
}
