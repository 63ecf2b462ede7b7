import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The lease belongs to a claim, not to each of its deliveries: ADR 13. */
export class Claims1764430000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // One row for each batch and endpoint that is in flight: how many of its deliveries are still open. It lives for a
    // second or so and changes with each settle: vacuumed by number, with room for HOT updates (`open` is in no index).
    await queryRunner.query(`
      CREATE TABLE webhook_claims (
        claim_token uuid NOT NULL,
        endpoint_id integer NOT NULL,
        worker      text NOT NULL,
        lease_until timestamptz NOT NULL,
        open        integer NOT NULL CONSTRAINT ck_webhook_claims_open CHECK (open > 0),
        CONSTRAINT pk_webhook_claims PRIMARY KEY (claim_token, endpoint_id)
      ) WITH (
        fillfactor = 50,
        autovacuum_vacuum_scale_factor = 0,
        autovacuum_vacuum_threshold = 500,
        autovacuum_vacuum_cost_delay = 0
      )`);
    // What is in flight at an endpoint. The lease bounds the search: entries of claims that ended longer ago than a
    // lease are never walked over, even if a snapshot keeps them.
    await queryRunner.query(
      `CREATE INDEX ix_webhook_claims_endpoint ON webhook_claims (endpoint_id, lease_until)`,
    );
    await queryRunner.query(`
      INSERT INTO webhook_claims (claim_token, endpoint_id, worker, lease_until, open)
      SELECT claim_token, endpoint_id, coalesce(max(worker), 'unknown'), max(lease_until), count(*)
        FROM webhook_deliveries WHERE claim_token IS NOT NULL GROUP BY claim_token, endpoint_id`);
    await queryRunner.query(`DROP INDEX ix_webhook_deliveries_claimed`);
    await queryRunner.query(
      `ALTER TABLE webhook_deliveries DROP CONSTRAINT ck_webhook_deliveries_claim, DROP COLUMN lease_until, DROP COLUMN worker`,
    );
    // The deliveries of a claim, for taking over what a lost worker held.
    await queryRunner.query(`
      CREATE INDEX ix_webhook_deliveries_claimed ON webhook_deliveries (endpoint_id, claim_token)
        WHERE claim_token IS NOT NULL`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE webhook_deliveries ADD COLUMN lease_until timestamptz, ADD COLUMN worker text`,
    );
    await queryRunner.query(`
      UPDATE webhook_deliveries AS delivery SET lease_until = claim.lease_until, worker = claim.worker
        FROM webhook_claims AS claim
       WHERE claim.claim_token = delivery.claim_token AND claim.endpoint_id = delivery.endpoint_id`);
    await queryRunner.query(`UPDATE webhook_deliveries SET claim_token = NULL WHERE lease_until IS NULL`);
    await queryRunner.query(`
      ALTER TABLE webhook_deliveries
        ADD CONSTRAINT ck_webhook_deliveries_claim CHECK ((claim_token IS NULL) = (lease_until IS NULL))`);
    await queryRunner.query(`DROP INDEX ix_webhook_deliveries_claimed`);
    await queryRunner.query(`
      CREATE INDEX ix_webhook_deliveries_claimed ON webhook_deliveries (endpoint_id, lease_until)
        WHERE claim_token IS NOT NULL`);
    await queryRunner.query(`DROP TABLE webhook_claims`);
  }
}
