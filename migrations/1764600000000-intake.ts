import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What arrived by hot folder or mail, and what became of it. */
export class Intake1764600000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // The unique key is what makes one document of an arrival that is met twice. `document_id` has no foreign key: it
    // stays when the document is deleted, so that what is still at its source does not come in again.
    await queryRunner.query(`
      CREATE TABLE intake_items (
        id                 integer GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_intake_items PRIMARY KEY,
        channel            text NOT NULL
          CONSTRAINT ck_intake_items_channel CHECK (channel IN ('hot_folder', 'email')),
        source_key         text NOT NULL,
        origin             text NOT NULL,
        name               text NOT NULL,
        sha256             text,
        result             text NOT NULL DEFAULT 'waiting'
          CONSTRAINT ck_intake_items_result CHECK (result IN ('waiting', 'accepted', 'failed')),
        reason             text,
        attempts           integer NOT NULL DEFAULT 0,
        document_id        integer,
        retry_requested_at timestamptz(3),
        created_at         timestamptz(3) NOT NULL DEFAULT now(),
        updated_at         timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT uq_intake_items_source UNIQUE (channel, source_key),
        CONSTRAINT ck_intake_items_document CHECK ((result = 'accepted') = (document_id IS NOT NULL))
      )`);
    await queryRunner.query(`CREATE INDEX ix_intake_items_result ON intake_items (result, id)`);
    // What workers look for every few seconds; nearly always nothing.
    await queryRunner.query(
      `CREATE INDEX ix_intake_items_retry ON intake_items (retry_requested_at) WHERE retry_requested_at IS NOT NULL`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE intake_items`);
  }
}
