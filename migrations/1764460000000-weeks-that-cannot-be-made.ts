import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A week cannot be made once the default partition has rows of it. It used to keep the later weeks from being made,
 * too, so that these had rows when their time came, and so on for ever.
 */
export class WeeksThatCannotBeMade1764460000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.#makeWeeks(
      queryRunner,
      (make) => `BEGIN ${make} EXCEPTION WHEN check_violation THEN NULL; END;`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await this.#makeWeeks(queryRunner, (make) => make);
  }

  async #makeWeeks(queryRunner: QueryRunner, guard: (make: string) => string): Promise<void> {
    const make = `
              EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', partition, parent,
                first_uuid7_at(week), first_uuid7_at(week + interval '1 week'));
              made := made + 1;`;
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
          FOREACH parent IN ARRAY ARRAY['outbox_events', 'webhook_delivery_history', 'webhook_attempts',
                                        'webhook_extra_deliveries'] LOOP
            partition := parent || '_' || to_char(week AT TIME ZONE 'UTC', 'IYYY_"w"IW');
            IF to_regclass(partition) IS NULL THEN ${guard(make)}
            END IF;
          END LOOP;
        END LOOP;
        RETURN made;
      END $$`);
  }
}
