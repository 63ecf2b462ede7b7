import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which deliveries a person has sent again, the waiting and parked ones too: the receiver is told. */
export class ResentDeliveries1764492000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // `resend_of` says so of new deliveries, and that they stand outside the order; these stay in it.
    await queryRunner.query(
      `ALTER TABLE webhook_deliveries ADD COLUMN resent boolean NOT NULL DEFAULT false`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE webhook_deliveries DROP COLUMN resent`);
  }
}
