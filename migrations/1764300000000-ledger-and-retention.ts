import type { MigrationInterface, QueryRunner } from 'typeorm';

const PARENTS = ['outbox_events', 'webhook_delivery_history', 'webhook_attempts'];

/** What the ledger counts besides the events, and what it still knows of weeks that retention has dropped. */
export class LedgerAndRetention1764300000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Deliveries that no event's list of endpoints accounts for: resends, and events fanned out again later.
    // Insert-only, written in the statement that makes the delivery, and dropped by weeks like the others.
    await queryRunner.query(`
      CREATE TABLE webhook_extra_deliveries (
        delivery_id uuid NOT NULL,
        event_id    uuid NOT NULL,
        endpoint_id integer NOT NULL,
        created_at  timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT pk_webhook_extra_deliveries PRIMARY KEY (delivery_id)
      ) PARTITION BY RANGE (delivery_id)`);
    await queryRunner.query(
      `CREATE TABLE webhook_extra_deliveries_default PARTITION OF webhook_extra_deliveries DEFAULT`,
    );
    // First the weeks, then the rows: a week cannot be made once the default partition has rows of it.
    await this.#ensurePartitionsOf(queryRunner, [...PARENTS, 'webhook_extra_deliveries']);
    await queryRunner.query(`SELECT ensure_outbox_partitions(4)`);
    await queryRunner.query(`
      INSERT INTO webhook_extra_deliveries (delivery_id, event_id, endpoint_id, created_at)
      SELECT delivery_id, event_id, endpoint_id, created_at FROM webhook_deliveries WHERE resend_of IS NOT NULL
      UNION ALL
      SELECT delivery_id, event_id, endpoint_id, created_at FROM webhook_parked_deliveries WHERE resend_of IS NOT NULL
      UNION ALL
      SELECT delivery_id, event_id, endpoint_id, created_at FROM webhook_delivery_history WHERE resend_of IS NOT NULL`);

    // Sums of what was dropped, added to in the transaction of the drop.
    await queryRunner.query(`
      CREATE TABLE webhook_ledger_totals (
        endpoint_id integer NOT NULL CONSTRAINT pk_webhook_ledger_totals PRIMARY KEY,
        accepted    bigint NOT NULL DEFAULT 0,
        delivered   bigint NOT NULL DEFAULT 0,
        superseded  bigint NOT NULL DEFAULT 0,
        cancelled   bigint NOT NULL DEFAULT 0
      )`);
    await queryRunner.query(`
      CREATE TABLE webhook_ledger_event_totals (
        only_row                boolean NOT NULL DEFAULT true CONSTRAINT pk_webhook_ledger_event_totals PRIMARY KEY
          CONSTRAINT ck_webhook_ledger_event_totals_only_row CHECK (only_row),
        events_without_endpoint bigint NOT NULL DEFAULT 0
      )`);
    await queryRunner.query(`INSERT INTO webhook_ledger_event_totals DEFAULT VALUES`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await this.#ensurePartitionsOf(queryRunner, PARENTS);
    await queryRunner.query(
      `DROP TABLE webhook_extra_deliveries, webhook_ledger_totals, webhook_ledger_event_totals`,
    );
  }

  async #ensurePartitionsOf(queryRunner: QueryRunner, parents: string[]): Promise<void> {
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION ensure_outbox_partitions(weeks_ahead integer) RETURNS integer LANGUAGE plpgsql AS $$
      DECLARE
        made integer := 0;
        week timestamptz;
        parent text;
        partition text;
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtext('recordengine:partitions'));
        FOR step IN 0..weeks_ahead LOOP
          week := date_trunc('week', now(), 'UTC') + make_interval(weeks => step);
          FOREACH parent IN ARRAY ARRAY[${parents.map((parent) => `'${parent}'`).join(', ')}] LOOP
            partition := parent || '_' || to_char(week AT TIME ZONE 'UTC', 'IYYY_"w"IW');
            IF to_regclass(partition) IS NULL THEN
              EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', partition, parent,
                first_uuid7_at(week), first_uuid7_at(week + interval '1 week'));
              made := made + 1;
            END IF;
          END LOOP;
        END LOOP;
        RETURN made;
      END $$`);
  }
}
