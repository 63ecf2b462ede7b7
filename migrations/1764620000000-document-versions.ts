import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A document's file can be replaced; the earlier ones stay, with what was read in them. */
export class DocumentVersions1764620000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Which version of its file a document has. A constant default writes no row.
    await queryRunner.query(`ALTER TABLE documents ADD COLUMN file_version integer NOT NULL DEFAULT 1`);
    // Only versions that were replaced: nearly every document has one version for ever, and `documents` has that.
    // `profile_id` has no foreign key: an old version keeps no profile from being deleted.
    await queryRunner.query(`
      CREATE TABLE document_versions (
        document_id          integer NOT NULL
          CONSTRAINT fk_document_versions_document REFERENCES documents ON DELETE CASCADE,
        number               integer NOT NULL,
        filename             text NOT NULL,
        mime_type            text NOT NULL,
        size                 bigint NOT NULL,
        sha256               text NOT NULL,
        uploaded_by          text NOT NULL,
        uploaded_at          timestamptz(3) NOT NULL,
        replaced_at          timestamptz(3) NOT NULL,
        status               text NOT NULL,
        status_reason        text,
        profile_id           integer NOT NULL,
        doc_type             text,
        doc_date             date,
        ai_summary           text,
        confidence_score     integer,
        confidence_reasoning text,
        extracted_fields     json NOT NULL,
        line_items           json NOT NULL,
        CONSTRAINT pk_document_versions PRIMARY KEY (document_id, number)
      )`);
    // Whether a stored content is still somebody's.
    await queryRunner.query(`CREATE INDEX ix_document_versions_sha256 ON document_versions (sha256)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE document_versions`);
    await queryRunner.query(`ALTER TABLE documents DROP COLUMN file_version`);
  }
}
