import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People choose profiles by their names: there is one of each. Of those that had one name the oldest keeps it. */
export class ProfileNames1764650000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // A process of the release before may make another one meanwhile.
    await queryRunner.query(`LOCK TABLE extraction_profiles IN SHARE ROW EXCLUSIVE MODE`);
    // Names have 200 characters at most.
    await queryRunner.query(`
      DO $$
      DECLARE
        twin record;
        number integer;
        free text;
      BEGIN
        FOR twin IN
          SELECT id, name FROM extraction_profiles AS profile
           WHERE EXISTS (SELECT FROM extraction_profiles AS older
                          WHERE lower(older.name) = lower(profile.name) AND older.id < profile.id)
           ORDER BY id
        LOOP
          number := 2;
          LOOP
            free := left(twin.name, 197 - length(number::text)) || ' (' || number || ')';
            EXIT WHEN NOT EXISTS (SELECT FROM extraction_profiles WHERE lower(name) = lower(free));
            number := number + 1;
          END LOOP;
          UPDATE extraction_profiles
             SET name = free, version = version + 1, updated_at = clock_timestamp()
           WHERE id = twin.id;
        END LOOP;
      END $$`);
    await queryRunner.query(
      `CREATE UNIQUE INDEX uq_extraction_profiles_name ON extraction_profiles (lower(name))`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX uq_extraction_profiles_name`);
  }
}
