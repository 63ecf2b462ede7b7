import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first schema. Ids are `integer`: a JSON number, and an Integer in Apex. Times have milliseconds, which is
 * what the API shows, so that a cursor made from an answer compares equal to the row.
 */
export class InitialSchema1764000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE instance_settings (
        key   text NOT NULL CONSTRAINT pk_instance_settings PRIMARY KEY,
        value text NOT NULL
      )`);

    // -- access ------------------------------------------------------------------------------------------------
    await queryRunner.query(`
      CREATE TABLE api_tokens (
        id           integer GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_api_tokens PRIMARY KEY,
        name         text NOT NULL,
        token_hash   bytea NOT NULL CONSTRAINT uq_api_tokens_token_hash UNIQUE,
        scopes       text[] NOT NULL,
        bootstrap    boolean NOT NULL DEFAULT false,
        created_at   timestamptz(3) NOT NULL DEFAULT now(),
        expires_at   timestamptz(3),
        last_used_at timestamptz(3)
      )`);
    await queryRunner.query(
      `CREATE UNIQUE INDEX uq_api_tokens_bootstrap ON api_tokens (bootstrap) WHERE bootstrap`,
    );
    await queryRunner.query(`
      CREATE TABLE sessions (
        id_hash    bytea NOT NULL CONSTRAINT pk_sessions PRIMARY KEY,
        token_id   integer NOT NULL CONSTRAINT fk_sessions_token REFERENCES api_tokens ON DELETE CASCADE,
        csrf_token text NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        expires_at timestamptz(3) NOT NULL
      )`);
    await queryRunner.query(`CREATE INDEX ix_sessions_token_id ON sessions (token_id)`);

    // -- contacts ----------------------------------------------------------------------------------------------
    await queryRunner.query(`
      CREATE TABLE contacts (
        id                 integer GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_contacts PRIMARY KEY,
        name               text NOT NULL,
        type               text NOT NULL
          CONSTRAINT ck_contacts_type CHECK (type IN ('Client', 'Vendor', 'Partner', 'Internal', 'Other')),
        email              text,
        phone              text,
        notes              text,
        parent_id          integer CONSTRAINT fk_contacts_parent REFERENCES contacts,
        default_profile_id integer,
        built_in           boolean NOT NULL DEFAULT false,
        created_at         timestamptz(3) NOT NULL DEFAULT now(),
        updated_at         timestamptz(3) NOT NULL DEFAULT now()
      )`);
    await queryRunner.query(`CREATE INDEX ix_contacts_parent_id ON contacts (parent_id)`);
    await queryRunner.query(`
      CREATE TABLE folders (
        id         integer GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_folders PRIMARY KEY,
        contact_id integer NOT NULL CONSTRAINT fk_folders_contact REFERENCES contacts ON DELETE CASCADE,
        name       text NOT NULL,
        built_in   boolean NOT NULL DEFAULT false,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now()
      )`);
    await queryRunner.query(`CREATE INDEX ix_folders_contact_id ON folders (contact_id)`);
    // Where documents land that arrive without an address of their own.
    await queryRunner.query(`
      WITH system AS (
        INSERT INTO contacts (name, type, built_in) VALUES ('System', 'Internal', true) RETURNING id)
      INSERT INTO folders (contact_id, name, built_in) SELECT id, 'Inbox', true FROM system`);

    // -- documents ---------------------------------------------------------------------------------------------
    // external_refs is text and the fields are json, not jsonb: jsonb reorders keys and respells numbers.
    await queryRunner.query(`
      CREATE TABLE documents (
        id                   integer GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_documents PRIMARY KEY,
        filename             text NOT NULL,
        original_filename    text NOT NULL,
        mime_type            text NOT NULL,
        size                 bigint NOT NULL,
        sha256               text NOT NULL,
        status               text NOT NULL CONSTRAINT ck_documents_status CHECK (status IN ('New', 'Processing',
          'Needs Review', 'Missing Info', 'Ready', 'Approved', 'Export', 'Exception', 'Archived')),
        status_reason        text,
        source               text NOT NULL
          CONSTRAINT ck_documents_source CHECK (source IN ('API', 'UI', 'Email', 'Hot Folder')),
        contact_id           integer NOT NULL CONSTRAINT fk_documents_contact REFERENCES contacts,
        folder_id            integer NOT NULL CONSTRAINT fk_documents_folder REFERENCES folders,
        profile_id           integer NOT NULL,
        doc_type             text,
        doc_date             date,
        notes                text,
        ai_summary           text,
        confidence_score     integer CONSTRAINT ck_documents_score CHECK (confidence_score BETWEEN 0 AND 100),
        confidence_reasoning text,
        extracted_fields     json NOT NULL DEFAULT '{}',
        custom_fields        json NOT NULL DEFAULT '{}',
        line_items           json NOT NULL DEFAULT '[]',
        external_refs        text NOT NULL DEFAULT '{}',
        revision             integer NOT NULL DEFAULT 0,
        exported_at          timestamptz(3),
        version              integer NOT NULL DEFAULT 1,
        created_at           timestamptz(3) NOT NULL,
        updated_at           timestamptz(3) NOT NULL,
        deleted_at           timestamptz(3)
      )`);
    await queryRunner.query(`CREATE INDEX ix_documents_contact_id ON documents (contact_id, id)`);
    await queryRunner.query(`CREATE INDEX ix_documents_folder_id ON documents (folder_id, id)`);
    await queryRunner.query(`CREATE INDEX ix_documents_status ON documents (status, id)`);
    await queryRunner.query(`CREATE INDEX ix_documents_sha256 ON documents (sha256, id)`);
    await queryRunner.query(`CREATE INDEX ix_documents_updated_at ON documents (updated_at, id)`);
    await queryRunner.query(`
      CREATE TABLE document_texts (
        document_id integer NOT NULL CONSTRAINT pk_document_texts PRIMARY KEY
          CONSTRAINT fk_document_texts_document REFERENCES documents ON DELETE CASCADE,
        text        text NOT NULL
      )`);
    // One row for each document that waits for extraction or is in it; deleted when it is settled.
    await queryRunner.query(`
      CREATE TABLE document_processing (
        document_id  integer NOT NULL CONSTRAINT pk_document_processing PRIMARY KEY
          CONSTRAINT fk_document_processing_document REFERENCES documents ON DELETE CASCADE,
        due_at      timestamptz NOT NULL DEFAULT now(),
        attempts    integer NOT NULL DEFAULT 0,
        claim_token uuid,
        lease_until timestamptz
      )`);
    await queryRunner.query(`
      CREATE INDEX ix_document_processing_due ON document_processing (due_at, document_id)
        WHERE claim_token IS NULL`);
    await queryRunner.query(`
      CREATE INDEX ix_document_processing_lease ON document_processing (lease_until)
        WHERE claim_token IS NOT NULL`);
    // Append-only; from_value and to_value are JSON texts.
    await queryRunner.query(`
      CREATE TABLE document_history (
        id          bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_document_history PRIMARY KEY,
        document_id integer NOT NULL CONSTRAINT fk_document_history_document REFERENCES documents ON DELETE CASCADE,
        at          timestamptz(3) NOT NULL,
        actor       text NOT NULL,
        action      text NOT NULL,
        field       text,
        from_value  text,
        to_value    text
      )`);
    await queryRunner.query(
      `CREATE INDEX ix_document_history_document_id ON document_history (document_id, id)`,
    );

    // -- webhook endpoints -------------------------------------------------------------------------------------
    // *_sealed columns are encrypted with SECRETS_KEY. Deleted endpoints stay: deliveries and the ledger name them.
    await queryRunner.query(`
      CREATE TABLE webhook_endpoints (
        id                         integer GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_webhook_endpoints PRIMARY KEY,
        url                        text NOT NULL,
        events                     text[] NOT NULL,
        description                text,
        enabled                    boolean NOT NULL DEFAULT true,
        auth_type                  text NOT NULL DEFAULT 'none'
          CONSTRAINT ck_webhook_endpoints_auth_type CHECK (auth_type IN ('none', 'bearer', 'header')),
        auth_name                  text,
        auth_sealed                text,
        headers_sealed             text NOT NULL,
        header_names               text[] NOT NULL DEFAULT '{}',
        secret_sealed              text NOT NULL,
        previous_secret_sealed     text,
        previous_secret_expires_at timestamptz(3),
        max_in_flight              integer NOT NULL DEFAULT 16
          CONSTRAINT ck_webhook_endpoints_max_in_flight CHECK (max_in_flight BETWEEN 1 AND 1000),
        created_at                 timestamptz(3) NOT NULL DEFAULT now(),
        updated_at                 timestamptz(3) NOT NULL DEFAULT now(),
        deleted_at                 timestamptz(3)
      )`);
    // What delivery learns about an endpoint, apart from what people set: updated often, so it has its own narrow
    // row with room for HOT updates. Its row lock also serialises claims of one endpoint (max_in_flight).
    await queryRunner.query(`
      CREATE TABLE webhook_endpoint_states (
        endpoint_id          integer NOT NULL CONSTRAINT pk_webhook_endpoint_states PRIMARY KEY
          CONSTRAINT fk_webhook_endpoint_states_endpoint REFERENCES webhook_endpoints ON DELETE CASCADE,
        consecutive_failures integer NOT NULL DEFAULT 0,
        last_failure         text
      ) WITH (fillfactor = 50)`);

    // -- outbox ------------------------------------------------------------------------------------------------
    // Insert-only. Event ids are UUIDv7, so a range of ids is a range of time: the id alone is the primary key and
    // the partition key, and old weeks are dropped whole. The body is text: the bytes that are signed and sent.
    await queryRunner.query(`
      CREATE TABLE outbox_events (
        event_id     uuid NOT NULL,
        event        text NOT NULL,
        document_id  integer,
        revision     integer,
        endpoint_ids integer[] NOT NULL,
        body         text NOT NULL,
        created_at   timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT pk_outbox_events PRIMARY KEY (event_id)
      ) PARTITION BY RANGE (event_id)`);
    await queryRunner.query(
      `CREATE INDEX ix_outbox_events_document ON outbox_events (document_id, revision)`,
    );

    // The hot queue: one narrow row for each unfinished delivery, deleted by the statement that settles it.
    // No foreign keys: each would lock the endpoint's row once more for every insert, and endpoints are never removed.
    await queryRunner.query(`
      CREATE TABLE webhook_deliveries (
        delivery_id uuid NOT NULL CONSTRAINT pk_webhook_deliveries PRIMARY KEY,
        event_id    uuid NOT NULL,
        event       text NOT NULL,
        endpoint_id integer NOT NULL,
        document_id integer,
        revision    integer,
        due_at      timestamptz NOT NULL DEFAULT now(),
        attempts    integer NOT NULL DEFAULT 0,
        failures    integer NOT NULL DEFAULT 0,
        resend_of   uuid,
        claim_token uuid,
        lease_until timestamptz,
        worker      text,
        created_at  timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT ck_webhook_deliveries_claim CHECK ((claim_token IS NULL) = (lease_until IS NULL))
      ) WITH (
        fillfactor = 70,
        autovacuum_vacuum_scale_factor = 0,
        autovacuum_vacuum_threshold = 1000,
        autovacuum_vacuum_cost_delay = 0
      )`);
    // Claiming: what is due at an endpoint, oldest first. A claimed row leaves this index.
    await queryRunner.query(`
      CREATE INDEX ix_webhook_deliveries_due ON webhook_deliveries (endpoint_id, due_at, delivery_id)
        WHERE claim_token IS NULL`);
    // Counting what is in flight at an endpoint, and finding leases that ran out.
    await queryRunner.query(`
      CREATE INDEX ix_webhook_deliveries_claimed ON webhook_deliveries (endpoint_id, lease_until)
        WHERE claim_token IS NOT NULL`);
    // The order guard (lowest unfinished revision first), a document's deliveries for its page, and at most one
    // unfinished delivery per event and endpoint.
    await queryRunner.query(`
      CREATE UNIQUE INDEX uq_webhook_deliveries_revision ON webhook_deliveries (document_id, endpoint_id, revision)
        WHERE document_id IS NOT NULL`);
    await queryRunner.query(`
      CREATE UNIQUE INDEX uq_webhook_deliveries_event ON webhook_deliveries (endpoint_id, event_id)
        WHERE document_id IS NULL`);

    // Unfinished, but waiting for a person: out of the hot queue, and never dropped by retention.
    await queryRunner.query(`
      CREATE TABLE webhook_parked_deliveries (
        delivery_id uuid NOT NULL CONSTRAINT pk_webhook_parked_deliveries PRIMARY KEY,
        event_id    uuid NOT NULL,
        event       text NOT NULL,
        endpoint_id integer NOT NULL,
        document_id integer,
        revision    integer,
        attempts    integer NOT NULL,
        reason      text NOT NULL,
        resend_of   uuid,
        created_at  timestamptz(3) NOT NULL,
        parked_at   timestamptz(3) NOT NULL DEFAULT now()
      )`);
    await queryRunner.query(
      `CREATE UNIQUE INDEX uq_webhook_parked_event ON webhook_parked_deliveries (endpoint_id, event_id)`,
    );
    await queryRunner.query(
      `CREATE INDEX ix_webhook_parked_document ON webhook_parked_deliveries (document_id) WHERE document_id IS NOT NULL`,
    );

    // Finished deliveries, insert-only. A delivery's last attempt is part of its row, so that the usual delivery
    // (one attempt) costs one insert; earlier attempts are in webhook_attempts.
    await queryRunner.query(`
      CREATE TABLE webhook_delivery_history (
        delivery_id      uuid NOT NULL,
        event_id         uuid NOT NULL,
        event            text NOT NULL,
        endpoint_id      integer NOT NULL,
        document_id      integer,
        revision         integer,
        state            text NOT NULL
          CONSTRAINT ck_webhook_delivery_history_state CHECK (state IN ('delivered', 'superseded', 'cancelled')),
        reason           text,
        attempts         integer NOT NULL,
        resend_of        uuid,
        created_at       timestamptz(3) NOT NULL,
        finished_at      timestamptz(3) NOT NULL DEFAULT now(),
        started_at       timestamptz(3),
        duration_ms      integer,
        status_code      integer,
        response_excerpt text,
        worker           text,
        CONSTRAINT pk_webhook_delivery_history PRIMARY KEY (delivery_id)
      ) PARTITION BY RANGE (delivery_id)`);
    await queryRunner.query(
      `CREATE INDEX ix_webhook_delivery_history_document ON webhook_delivery_history (document_id, revision)`,
    );
    await queryRunner.query(
      `CREATE INDEX ix_webhook_delivery_history_event ON webhook_delivery_history (event_id)`,
    );
    await queryRunner.query(
      `CREATE INDEX ix_webhook_delivery_history_endpoint ON webhook_delivery_history (endpoint_id, delivery_id)`,
    );

    // Attempts that did not finish their delivery, insert-only. 'lost': the outcome of the send is not known.
    await queryRunner.query(`
      CREATE TABLE webhook_attempts (
        delivery_id      uuid NOT NULL,
        attempt          integer NOT NULL,
        started_at       timestamptz(3) NOT NULL,
        duration_ms      integer,
        status_code      integer,
        error            text,
        response_excerpt text,
        worker           text NOT NULL
      ) PARTITION BY RANGE (delivery_id)`);
    await queryRunner.query(
      `CREATE INDEX ix_webhook_attempts_delivery_id ON webhook_attempts (delivery_id, attempt)`,
    );

    // UUIDv7 (RFC 9562): 48 bits of milliseconds, then random bits with the version and variant set. PostgreSQL has
    // its own from version 18 on.
    await queryRunner.query(`
      CREATE FUNCTION next_uuid7() RETURNS uuid LANGUAGE sql VOLATILE AS $$
        SELECT encode(
          set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid())
              PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
            52, 1), 53, 1), 'hex')::uuid
      $$`);

    // Makes the weekly partitions from this week to \`weeks_ahead\` weeks from now. What falls outside goes to the
    // default partition, so a wrong clock loses nothing.
    await queryRunner.query(`
      CREATE FUNCTION first_uuid7_at(at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
        SELECT (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
      $$`);
    await queryRunner.query(`
      CREATE FUNCTION ensure_outbox_partitions(weeks_ahead integer) RETURNS integer LANGUAGE plpgsql AS $$
      DECLARE
        made integer := 0;
        week timestamptz;
        parent text;
        partition text;
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtext('recordengine:partitions'));
        FOR step IN 0..weeks_ahead LOOP
          week := date_trunc('week', now(), 'UTC') + make_interval(weeks => step);
          FOREACH parent IN ARRAY ARRAY['outbox_events', 'webhook_delivery_history', 'webhook_attempts'] LOOP
            partition := parent || '_' || to_char(week AT TIME ZONE 'UTC', 'IYYY_"w"IW');
            IF to_regclass(partition) IS NULL THEN
              EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', partition, parent,
                first_uuid7_at(week), first_uuid7_at(week + interval '1 week'));
              made := made + 1;
            END IF;
          END LOOP;
        END LOOP;
        RETURN made;
      END $$`);
    for (const parent of ['outbox_events', 'webhook_delivery_history', 'webhook_attempts']) {
      await queryRunner.query(`CREATE TABLE ${parent}_default PARTITION OF ${parent} DEFAULT`);
    }
    await queryRunner.query(`SELECT ensure_outbox_partitions(4)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP FUNCTION ensure_outbox_partitions(integer)`);
    await queryRunner.query(`DROP FUNCTION first_uuid7_at(timestamptz)`);
    await queryRunner.query(`DROP FUNCTION next_uuid7()`);
    await queryRunner.query(`
      DROP TABLE webhook_attempts, webhook_delivery_history, webhook_parked_deliveries, webhook_deliveries,
        outbox_events, webhook_endpoint_states, webhook_endpoints, document_history, document_processing,
        document_texts, documents, folders, contacts, sessions, api_tokens, instance_settings`);
  }
}
