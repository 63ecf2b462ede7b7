import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A replay with missing events ends when nothing that could still be one is under way. */
export class LateReplays1764491000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // `horizon`: what has no transaction id when the replay begins has seen its endpoint. `walked`: all ids were taken.
    // `position`: how far the feed was taken, beginning where it was when the replay began. Those that run now look at
    // all of it: what they have passed is not missing any more.
    await queryRunner.query(`
      ALTER TABLE webhook_replays
        ADD COLUMN horizon  xid8 NOT NULL DEFAULT pg_snapshot_xmax(pg_current_snapshot()),
        ADD COLUMN walked   boolean NOT NULL DEFAULT false,
        ADD COLUMN position bigint NOT NULL DEFAULT 0`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE webhook_replays DROP COLUMN horizon, DROP COLUMN walked, DROP COLUMN position`,
    );
  }
}
