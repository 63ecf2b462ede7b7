import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Search, deletion and idempotency keys. */
export class DocumentApi1764100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // A deleted document is gone: its row, its text, its file. That it was there, and who deleted it, is in the
    // history, which therefore outlives the row.
    await queryRunner.query(`DELETE FROM documents WHERE deleted_at IS NOT NULL`);
    await queryRunner.query(`ALTER TABLE documents DROP COLUMN deleted_at`);
    await queryRunner.query(`ALTER TABLE document_history DROP CONSTRAINT fk_document_history_document`);

    // Full text. The words are cut by the service, the same way for documents and queries, because what PostgreSQL
    // takes for a letter depends on the locale of the database. What was there before is indexed as well as SQL can
    // (accents count, and names of fields are words, because reading JSON values fails for some escapes), and anew
    // when it changes. 100,000 characters make 425 kB of words and places at most: two of them stay below 1 MB.
    await queryRunner.query(`ALTER TABLE document_texts ADD COLUMN words tsvector NOT NULL DEFAULT ''`);
    await queryRunner.query(`ALTER TABLE document_texts ALTER COLUMN words DROP DEFAULT`);
    await queryRunner.query(`
      UPDATE document_texts
         SET words = to_tsvector('simple', regexp_replace(left(text, 100000), '[^[:alnum:]]+', ' ', 'g'))`);
    await queryRunner.query(`
      CREATE TABLE document_search (
        document_id integer NOT NULL CONSTRAINT pk_document_search PRIMARY KEY
          CONSTRAINT fk_document_search_document REFERENCES documents ON DELETE CASCADE,
        words       tsvector NOT NULL
      )`);
    await queryRunner.query(`
      INSERT INTO document_search (document_id, words)
      SELECT document.id,
             to_tsvector('simple', regexp_replace(left(concat_ws(' ', filename, original_filename, doc_type, notes,
               ai_summary, extracted_fields, custom_fields, line_items), 100000), '[^[:alnum:]]+', ' ', 'g'))
               || coalesce(body.words, '')
        FROM documents AS document LEFT JOIN document_texts AS body ON body.document_id = document.id`);
    await queryRunner.query(`CREATE INDEX ix_document_search_words ON document_search USING gin (words)`);

    // The answer to a request with an Idempotency-Key, or the mark of one that is being worked on. Updated once, within
    // a second or so: room for a HOT update. Answers are sealed, because some hold a secret.
    await queryRunner.query(`
      CREATE TABLE idempotency_keys (
        token_id    integer NOT NULL CONSTRAINT fk_idempotency_keys_token REFERENCES api_tokens ON DELETE CASCADE,
        key         text NOT NULL,
        fingerprint bytea NOT NULL,
        claim_token uuid,
        lease_until timestamptz,
        status      integer,
        headers     json,
        body_sealed text,
        created_at  timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_idempotency_keys PRIMARY KEY (token_id, key),
        CONSTRAINT ck_idempotency_keys_state CHECK ((claim_token IS NULL) = (status IS NOT NULL))
      ) WITH (fillfactor = 80)`);
    await queryRunner.query(`CREATE INDEX ix_idempotency_keys_created_at ON idempotency_keys (created_at)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE idempotency_keys`);
    await queryRunner.query(`DROP TABLE document_search`);
    await queryRunner.query(`ALTER TABLE document_texts DROP COLUMN words`);
    await queryRunner.query(
      `DELETE FROM document_history WHERE NOT EXISTS (SELECT FROM documents WHERE id = document_id)`,
    );
    await queryRunner.query(`
      ALTER TABLE document_history ADD CONSTRAINT fk_document_history_document
        FOREIGN KEY (document_id) REFERENCES documents ON DELETE CASCADE`);
    await queryRunner.query(`ALTER TABLE documents ADD COLUMN deleted_at timestamptz(3)`);
  }
}
