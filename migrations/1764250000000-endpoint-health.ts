import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Circuit breaker, pauses, parking of what a disabled endpoint would get. */
export class EndpointHealth1764250000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Still one narrow row for each endpoint; nothing of it is indexed, so every update is HOT.
    await queryRunner.query(`
      ALTER TABLE webhook_endpoint_states
        ADD COLUMN gate                 text NOT NULL DEFAULT 'closed'
          CONSTRAINT ck_webhook_endpoint_states_gate CHECK (gate IN ('closed', 'open', 'paused', 'gone')),
        ADD COLUMN gate_until           timestamptz,
        ADD COLUMN probe_interval_ms    integer NOT NULL DEFAULT 0,
        ADD COLUMN pause_ms             integer NOT NULL DEFAULT 0,
        ADD COLUMN last_probed_document integer,
        ADD COLUMN refused_documents    integer[] NOT NULL DEFAULT '{}',
        ADD COLUMN ramp                 integer,
        ADD COLUMN last_delivered_at    timestamptz,
        ADD CONSTRAINT ck_webhook_endpoint_states_gate_until CHECK ((gate IN ('open', 'paused')) = (gate_until IS NOT NULL))`);
    await queryRunner.query(`ALTER TABLE webhook_deliveries ADD COLUMN failing_since timestamptz`);
    // What goes out again when its endpoint is enabled; looked for every second.
    await queryRunner.query(`
      CREATE INDEX ix_webhook_parked_disabled ON webhook_parked_deliveries (endpoint_id, delivery_id)
        WHERE reason IN ('endpoint_disabled', 'gone')`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX ix_webhook_parked_disabled`);
    await queryRunner.query(`ALTER TABLE webhook_deliveries DROP COLUMN failing_since`);
    await queryRunner.query(`
      ALTER TABLE webhook_endpoint_states
        DROP COLUMN gate, DROP COLUMN gate_until, DROP COLUMN probe_interval_ms, DROP COLUMN pause_ms,
        DROP COLUMN last_probed_document, DROP COLUMN refused_documents, DROP COLUMN ramp,
        DROP COLUMN last_delivered_at`);
  }
}
