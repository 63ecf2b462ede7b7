import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The lease belongs to a claim, not to each of its deliveries: ADR 13. */
export class Claims1764430000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // One row for each batch and endpoint that is in flight: what it was, and how many of it are still open. It lives
    // for a second or so and changes with each settle: vacuumed by number, with room for HOT updates (`open` is in no
    // index).
    await queryRunner.query(`
      CREATE TABLE webhook_claims (
        claim_token uuid NOT NULL,
        endpoint_id integer NOT NULL,
        worker      text NOT NULL,
        lease_until timestamptz NOT NULL,
        open        integer NOT NULL CONSTRAINT ck_webhook_claims_open CHECK (open > 0),
        ids         uuid[] NOT NULL,
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
      INSERT INTO webhook_claims (claim_token, endpoint_id, worker, lease_until, open, ids)
      SELECT claim_token, endpoint_id, coalesce(max(worker), 'unknown'), max(lease_until), count(*), array_agg(delivery_id)
        FROM webhook_deliveries WHERE claim_token IS NOT NULL GROUP BY claim_token, endpoint_id`);
    await queryRunner.query(`DROP INDEX ix_webhook_deliveries_claimed`);
    await queryRunner.query(
      `ALTER TABLE webhook_deliveries DROP CONSTRAINT ck_webhook_deliveries_claim, DROP COLUMN lease_until, DROP COLUMN worker`,
    );
    // The token is in no index, so a claim is a HOT update: it makes no index entry, as long as the page has room for a
    // second version of each row. What is in flight stays in the
    // index of due times, as few rows as are in flight.
    await queryRunner.query(`DROP INDEX ix_webhook_deliveries_due`);
    await queryRunner.query(
      `CREATE INDEX ix_webhook_deliveries_due ON webhook_deliveries (endpoint_id, due_at, delivery_id)`,
    );
    await queryRunner.query(`ALTER TABLE webhook_deliveries SET (fillfactor = 50)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE webhook_deliveries SET (fillfactor = 70)`);
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
    await queryRunner.query(`DROP INDEX ix_webhook_deliveries_due`);
    await queryRunner.query(`
      CREATE INDEX ix_webhook_deliveries_due ON webhook_deliveries (endpoint_id, due_at, delivery_id)
        WHERE claim_token IS NULL`);
    await queryRunner.query(`
      CREATE INDEX ix_webhook_deliveries_claimed ON webhook_deliveries (endpoint_id, lease_until)
        WHERE claim_token IS NOT NULL`);
    await queryRunner.query(`DROP TABLE webhook_claims`);
  }
}
