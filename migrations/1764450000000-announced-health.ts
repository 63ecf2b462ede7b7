import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What subscribers of operational events were last told about an endpoint, so that they are told each thing once. */
export class AnnouncedHealth1764450000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE webhook_endpoint_states ADD COLUMN announced text
        CONSTRAINT ck_webhook_endpoint_states_announced CHECK (announced IN ('failing', 'open'))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE webhook_endpoint_states DROP COLUMN announced`);
  }
}
