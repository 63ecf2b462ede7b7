import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Replays of a range of events to an endpoint, made by the workers in steps; and what operators did. */
export class Replays1764440000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // `reached` is the last event that was worked through; it moves in the transaction that makes the deliveries.
    await queryRunner.query(`
      CREATE TABLE webhook_replays (
        id              integer GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_webhook_replays PRIMARY KEY,
        endpoint_id     integer NOT NULL
          CONSTRAINT fk_webhook_replays_endpoint REFERENCES webhook_endpoints ON DELETE CASCADE,
        state           text NOT NULL DEFAULT 'running'
          CONSTRAINT ck_webhook_replays_state CHECK (state IN ('running', 'paused', 'cancelled', 'done')),
        since           timestamptz(3) NOT NULL,
        until           timestamptz(3) NOT NULL,
        states          text[] NOT NULL,
        include_missing boolean NOT NULL,
        reached         uuid NOT NULL,
        total           bigint NOT NULL,
        done            bigint NOT NULL DEFAULT 0,
        created_at      timestamptz(3) NOT NULL DEFAULT now(),
        stepped_at      timestamptz NOT NULL DEFAULT now(),
        finished_at     timestamptz(3)
      )`);
    // The replays that workers take turns with. Most are finished, and not in it.
    await queryRunner.query(
      `CREATE INDEX ix_webhook_replays_running ON webhook_replays (stepped_at) WHERE state = 'running'`,
    );
    await queryRunner.query(`CREATE INDEX ix_webhook_replays_endpoint ON webhook_replays (endpoint_id)`);

    // Insert-only: who did what to deliveries and endpoints. `detail` is JSON, without secrets.
    await queryRunner.query(`
      CREATE TABLE webhook_operator_actions (
        id          bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_webhook_operator_actions PRIMARY KEY,
        at          timestamptz(3) NOT NULL DEFAULT now(),
        actor       text NOT NULL,
        action      text NOT NULL,
        endpoint_id integer,
        delivery_id uuid,
        replay_id   integer,
        detail      jsonb NOT NULL DEFAULT '{}'
      )`);
    await queryRunner.query(
      `CREATE INDEX ix_webhook_operator_actions_endpoint ON webhook_operator_actions (endpoint_id, id)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE webhook_operator_actions, webhook_replays`);
  }
}
