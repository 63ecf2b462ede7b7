import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How the limit of requests under way over all workers is shared among them: ADR 13. */
export class SlotBook1764498000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // One row, written some times a second by each worker while there is a limit, and never else. Nothing that changes
    // is indexed, and the page has room: each write is a HOT update, which cleans up after the last. Vacuum is for what
    // a held snapshot has kept.
    await queryRunner.query(`
      CREATE TABLE webhook_slot_book (
        only_one boolean NOT NULL DEFAULT true CONSTRAINT ck_webhook_slot_book_only_one CHECK (only_one),
        holders  jsonb NOT NULL,
        version  bigint NOT NULL,
        CONSTRAINT pk_webhook_slot_book PRIMARY KEY (only_one)
      ) WITH (
        fillfactor = 10,
        autovacuum_vacuum_scale_factor = 0,
        autovacuum_vacuum_threshold = 500,
        autovacuum_vacuum_cost_delay = 0
      )`);
    await queryRunner.query(`INSERT INTO webhook_slot_book (holders, version) VALUES ('[]', 0)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE webhook_slot_book`);
  }
}
