const REQUEST = 500;
const TRANSACTION = 250; // as the service does

const UPDATE_DOCUMENTS = `
  UPDATE documents SET status = 'Export', status_reason = NULL, revision = revision + 1, exported_at = now(),
         version = version + 1, updated_at = now()
   WHERE id = ANY ($1)`;

const INSERT_HISTORY = `
  INSERT INTO document_history (document_id, at, actor, action, field, from_value, to_value)
  SELECT document_id, now(), actor, action, field, from_value, to_value
    FROM unnest($1::integer[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
      AS line (document_id, actor, action, field, from_value, to_value)`;

const INSERT_EVENTS = `
  WITH event AS (
    INSERT INTO outbox_events (event_id, event, document_id, revision, endpoint_ids, body)
    SELECT event_id, 'document.exported', document_id, 1, $4::integer[], body
      FROM unnest($1::uuid[], $2::integer[], $3::text[]) AS event (event_id, document_id, body)
    RETURNING event_id, event, document_id, revision),
  unsequenced AS (INSERT INTO outbox_unsequenced SELECT event_id FROM event)
  INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision)
  SELECT next_uuid7(), event_id, event, endpoint_id, document_id, revision
    FROM event CROSS JOIN unnest($4::integer[]) AS endpoint_id`;

const COUNTS = `
  SELECT (SELECT count(*) FROM documents WHERE status = 'Export' AND revision = 1) AS documents,
         (SELECT count(*) FROM document_history) AS history, (SELECT count(*) FROM outbox_events) AS events,
         (SELECT sum(length(body)) FROM outbox_events) AS characters,
         (SELECT count(*) FROM outbox_unsequenced) AS unsequenced,
         (SELECT count(*) FROM webhook_deliveries) AS deliveries`;

/** What an export through the API has written, to be written once more with nothing but SQL. */
export class BareExports {
  /**
   * @param {Map<number, any>} events by document
   * @param {Map<number, any[]>} lines of the history, by document
   * @param {object} counts
   */
  constructor(events, lines, counts) {
    this.events = events;
    this.lines = lines;
    this.counts = counts;
  }

  /** @param {import('pg').Client} client */
  static async read(client) {
    const events = await client.query('SELECT event_id, document_id, endpoint_ids, body FROM outbox_events');
    const history = await client.query('SELECT * FROM document_history ORDER BY id');
    const counts = await client.query(COUNTS);
    return new BareExports(
      new Map(events.rows.map((row) => [row.document_id, row])),
      grouped(history.rows),
      counts.rows[0],
    );
  }

  /**
   * The same rows in the same transactions, with bodies that are there already.
   * @param {import('pg').Client} client @param {readonly number[]} ids
   * @returns {Promise<number>} how many milliseconds it took
   */
  async write(client, ids) {
    const started = performance.now();
    for (let start = 0; start < ids.length; start += REQUEST) {
      const request = ids.slice(start, start + REQUEST);
      for (let from = 0; from < request.length; from += TRANSACTION) {
        await this.writeSet(client, request.slice(from, from + TRANSACTION));
      }
    }
    return performance.now() - started;
  }

  /** @param {import('pg').Client} client @param {readonly number[]} ids */
  async writeSet(client, ids) {
    const events = ids.map((id) => this.events.get(id));
    const lines = ids.flatMap((id) => this.lines.get(id) ?? []);
    await client.query('BEGIN');
    await client.query(UPDATE_DOCUMENTS, [ids]);
    await client.query(
      INSERT_HISTORY,
      ['document_id', 'actor', 'action', 'field', 'from_value', 'to_value'].map((column) =>
        lines.map((line) => line[column]),
      ),
    );
    await client.query(INSERT_EVENTS, [
      events.map((event) => event.event_id),
      ids,
      events.map((event) => event.body),
      events[0].endpoint_ids,
    ]);
    await client.query('COMMIT');
  }

  /** @param {import('pg').Client} client @throws when other rows were written than those of the API */
  async compare(client) {
    const { rows } = await client.query(COUNTS);
    const [mine, apis] = [JSON.stringify(rows[0]), JSON.stringify(this.counts)];
    if (mine !== apis) throw new Error(`Bare SQL wrote ${mine}, the API ${apis}`);
  }
}

/** @param {any[]} rows */
function grouped(rows) {
  /** @type {Map<number, any[]>} */
  const groups = new Map();
  for (const row of rows) groups.set(row.document_id, [...(groups.get(row.document_id) ?? []), row]);
  return groups;
}
