import type { MigrationInterface, QueryRunner } from 'typeorm';

/** At 64 KiB of refs each, 13 MB. */
const ODD_AT_ONCE = 200;

/**
 * What is looked up by record lies no longer among what is looked up by system alone: of 5,000,000 documents the index
 * has three levels instead of four, and one page says which pages of the table are all visible (ADR 20).
 * A key is a hash and does not tell which of the two it is. It is a system's when a document has a member of that name.
 */
export class RefSystems1764730000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`LOCK TABLE documents, document_ref_keys IN SHARE ROW EXCLUSIVE MODE`);
    await this.nameSystems(queryRunner);
    await queryRunner.query(`ALTER TABLE document_ref_keys RENAME TO document_ref_keys_of_both`);
    for (const [table, which] of [
      ['document_ref_keys', 'NOT EXISTS'],
      ['document_ref_systems', 'EXISTS'],
    ] as const) {
      await queryRunner.query(`CREATE TABLE ${table} (key uuid NOT NULL, document_id integer NOT NULL)`);
      await queryRunner.query(`
        INSERT INTO ${table} (key, document_id)
        SELECT key, document_id FROM document_ref_keys_of_both AS known
         WHERE ${which} (SELECT FROM names_of_systems AS system WHERE system.key = known.key)`);
    }
    await queryRunner.query(`DROP TABLE document_ref_keys_of_both`);
    for (const table of ['document_ref_keys', 'document_ref_systems']) {
      // Behind the rows: sorted at once, and no look at documents for each of them.
      await queryRunner.query(`
        ALTER TABLE ${table}
          ADD CONSTRAINT pk_${table} PRIMARY KEY (key, document_id),
          ADD CONSTRAINT fk_${table}_document FOREIGN KEY (document_id) REFERENCES documents ON DELETE CASCADE`);
      await queryRunner.query(`CREATE INDEX ix_${table}_document ON ${table} (document_id)`);
      await queryRunner.query(`ANALYZE ${table}`);
    }
    await queryRunner.query(`DROP TABLE names_of_systems`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `INSERT INTO document_ref_keys (key, document_id) SELECT key, document_id FROM document_ref_systems`,
    );
    await queryRunner.query(`DROP TABLE document_ref_systems`);
  }

  /** json has no \u0000: the few documents that may have it in a name are read here. */
  private async nameSystems(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TEMPORARY TABLE names_of_systems ON COMMIT DROP AS
      SELECT ${hashOf("'[' || to_json(name) || ']'")} AS key
        FROM (SELECT DISTINCT name
                FROM documents, json_object_keys(CASE WHEN strpos(external_refs, '\\u0000') = 0
                                                      THEN external_refs::json ELSE '{}' END) AS name
               WHERE external_refs <> '{}') AS named`);
    for (let last: number | undefined = 0; last !== undefined;) {
      const odd: { id: number; refs: string }[] = (await queryRunner.query(
        `SELECT id, external_refs AS refs FROM documents
          WHERE id > $1 AND strpos(external_refs, '\\u0000') > 0 ORDER BY id LIMIT ${ODD_AT_ONCE}`,
        [last],
      )) as { id: number; refs: string }[];
      const names = odd.flatMap(({ refs }) => Object.keys(JSON.parse(refs) as object));
      await queryRunner.query(
        `INSERT INTO names_of_systems SELECT ${hashOf('named')} FROM unnest($1::text[]) AS named`,
        [[...new Set(names)].map((name) => JSON.stringify([name]))],
      );
      last = odd.at(-1)?.id;
    }
    await queryRunner.query(`ANALYZE names_of_systems`);
  }
}

/** As the service makes keys. */
function hashOf(text: string): string {
  return `left(encode(sha256(convert_to(${text}, 'UTF8')), 'hex'), 32)::uuid`;
}
