import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People have accounts, sessions stand for them too, and who came and changed accesses is kept. */
export class Users1764700000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // E-mails come in lower case: `lower` of some other release of Unicode would differ. Without a password a user
    // comes by the identity provider alone.
    await queryRunner.query(`
      CREATE TABLE users (
        id                  integer GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_users PRIMARY KEY,
        email               text NOT NULL CONSTRAINT uq_users_email UNIQUE,
        name                text NOT NULL,
        role                text NOT NULL CONSTRAINT ck_users_role CHECK (role IN ('admin', 'reviewer', 'viewer')),
        password_hash       text,
        disabled            boolean NOT NULL DEFAULT false,
        last_login_at       timestamptz(3),
        password_changed_at timestamptz(3),
        created_at          timestamptz(3) NOT NULL DEFAULT now(),
        updated_at          timestamptz(3) NOT NULL DEFAULT now()
      )`);
    await queryRunner.query(`
      ALTER TABLE sessions
        ALTER COLUMN token_id DROP NOT NULL,
        ADD COLUMN id           uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT uq_sessions_id UNIQUE,
        ADD COLUMN user_id      integer CONSTRAINT fk_sessions_user REFERENCES users ON DELETE CASCADE,
        ADD COLUMN last_used_at timestamptz(3) NOT NULL DEFAULT now(),
        ADD COLUMN address      text NOT NULL DEFAULT '',
        ADD COLUMN user_agent   text NOT NULL DEFAULT '',
        ADD CONSTRAINT ck_sessions_holder CHECK ((token_id IS NULL) <> (user_id IS NULL))`);
    await queryRunner.query(`
      ALTER TABLE sessions
        ALTER COLUMN id DROP DEFAULT, ALTER COLUMN address DROP DEFAULT, ALTER COLUMN user_agent DROP DEFAULT`);
    await queryRunner.query(`CREATE INDEX ix_sessions_user_id ON sessions (user_id)`);
    // Two unique indexes would need two statements to take a key.
    await queryRunner.query(`
      ALTER TABLE idempotency_keys
        DROP CONSTRAINT pk_idempotency_keys,
        ALTER COLUMN token_id DROP NOT NULL,
        ADD COLUMN user_id integer CONSTRAINT fk_idempotency_keys_user REFERENCES users ON DELETE CASCADE,
        ADD CONSTRAINT ck_idempotency_keys_holder CHECK ((token_id IS NULL) <> (user_id IS NULL)),
        ADD CONSTRAINT uq_idempotency_keys_holder UNIQUE NULLS NOT DISTINCT (token_id, user_id, key)`);
    // Texts that say who and what at that time: they outlive the accounts and tokens that they speak of.
    await queryRunner.query(`
      CREATE TABLE access_events (
        id      bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_access_events PRIMARY KEY,
        at      timestamptz(3) NOT NULL DEFAULT now(),
        actor   text NOT NULL,
        what    text NOT NULL
          CONSTRAINT ck_access_events_what CHECK (what IN ('login', 'login_failed', 'logout', 'password_changed',
            'user_created', 'user_changed', 'user_deleted', 'token_created', 'token_revoked', 'session_revoked')),
        subject text NOT NULL,
        detail  text,
        address text
      )`);
    await queryRunner.query(`
      CREATE FUNCTION access_events_stay() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'access_events is append-only'; END $$`);
    await queryRunner.query(`
      CREATE TRIGGER access_events_stay BEFORE UPDATE OR DELETE ON access_events
        FOR EACH ROW EXECUTE FUNCTION access_events_stay()`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE access_events`);
    await queryRunner.query(`DROP FUNCTION access_events_stay`);
    await queryRunner.query(`DELETE FROM idempotency_keys WHERE token_id IS NULL`);
    await queryRunner.query(`
      ALTER TABLE idempotency_keys
        DROP CONSTRAINT uq_idempotency_keys_holder,
        DROP COLUMN user_id,
        ALTER COLUMN token_id SET NOT NULL,
        ADD CONSTRAINT pk_idempotency_keys PRIMARY KEY (token_id, key)`);
    await queryRunner.query(`DELETE FROM sessions WHERE token_id IS NULL`);
    await queryRunner.query(`
      ALTER TABLE sessions
        DROP COLUMN id, DROP COLUMN user_id, DROP COLUMN last_used_at, DROP COLUMN address, DROP COLUMN user_agent,
        ALTER COLUMN token_id SET NOT NULL`);
    await queryRunner.query(`DROP TABLE users`);
  }
}
