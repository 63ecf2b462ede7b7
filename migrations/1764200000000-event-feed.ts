import type { MigrationInterface, QueryRunner } from 'typeorm';

export class EventFeed1764200000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Written by whoever appends an event, emptied by the sequencer: it holds what has no position yet, so that finding
    // that costs the same however many events there are. Every row dies within seconds: vacuum by number, not by share.
    await queryRunner.query(`
      CREATE TABLE outbox_unsequenced (
        event_id uuid NOT NULL CONSTRAINT pk_outbox_unsequenced PRIMARY KEY
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0)`);
    // Insert-only and ascending: full pages.
    await queryRunner.query(`
      CREATE TABLE outbox_positions (
        position bigint NOT NULL CONSTRAINT pk_outbox_positions PRIMARY KEY,
        event_id uuid NOT NULL CONSTRAINT uq_outbox_positions_event UNIQUE
      ) WITH (fillfactor = 100)`);
    // One row. Plain data, not a sequence: a rollback leaves no gap, and no position is given out twice when old ones
    // are dropped. Updated once a second at most: room for HOT updates.
    await queryRunner.query(`
      CREATE TABLE outbox_feed (
        id            integer NOT NULL DEFAULT 1 CONSTRAINT pk_outbox_feed PRIMARY KEY
                      CONSTRAINT ck_outbox_feed_one CHECK (id = 1),
        last_position bigint NOT NULL
      ) WITH (fillfactor = 10)`);
    await queryRunner.query(`
      INSERT INTO outbox_positions (position, event_id)
      SELECT row_number() OVER (ORDER BY event_time, revision, event_id), event_id
        FROM (SELECT event_id, revision, max(created_at) OVER (
                       PARTITION BY coalesce(document_id::text, event_id::text) ORDER BY revision) AS event_time
                FROM outbox_events) AS event`);
    await queryRunner.query(
      `INSERT INTO outbox_feed (last_position) SELECT coalesce(max(position), 0) FROM outbox_positions`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE outbox_feed, outbox_positions, outbox_unsequenced`);
  }
}
