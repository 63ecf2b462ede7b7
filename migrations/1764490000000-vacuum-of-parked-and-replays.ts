import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How the two tables that had none of their own are filled and vacuumed. */
export class VacuumOfParkedAndReplays1764490000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Rows are written once and never updated, so pages are filled whole. They come and go by the million, when an
    // endpoint is disabled and enabled, and each batch that goes begins where the last one ended: a share of the table
    // would leave it to walk over all that are gone. By number, but 10 times that of the queue, for a vacuum reads four
    // indexes of what may be very many rows that stay.
    await queryRunner.query(`
      ALTER TABLE webhook_parked_deliveries SET (
        fillfactor = 100,
        autovacuum_vacuum_scale_factor = 0,
        autovacuum_vacuum_threshold = 10000,
        autovacuum_vacuum_cost_delay = 0
      )`);
    // A few rows, and each step of a running replay (500 events) makes another version of one. `stepped_at` is in the
    // index that workers take turns by, so the update is never a HOT one: half-filled pages only keep it in the same
    // page. What matters is that a vacuum comes after some hundred steps; it reads next to nothing.
    await queryRunner.query(`
      ALTER TABLE webhook_replays SET (
        fillfactor = 50,
        autovacuum_vacuum_scale_factor = 0,
        autovacuum_vacuum_threshold = 200,
        autovacuum_vacuum_cost_delay = 0
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const settings = `fillfactor, autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold, autovacuum_vacuum_cost_delay`;
    await queryRunner.query(`ALTER TABLE webhook_parked_deliveries RESET (${settings})`);
    await queryRunner.query(`ALTER TABLE webhook_replays RESET (${settings})`);
  }
}
