/**
 * Up to where the documents, ordered by updated_at, are complete: nothing that commits later has an earlier time.
 * updated_at is read from the database's clock by a transaction that has its id already (a row lock or
 * pg_current_xact_id() gave it one). So who is not among those with an id here either reads the clock after this
 * statement began, or has committed and is seen by the next statement; and who is, writes nothing from before its own
 * start. A statement of its own, before the list and outside a transaction: an older snapshot would miss commits.
 *
 * The millisecond is for timestamptz(3), which rounds a time down by up to half of one: a write that begins after this
 * statement could otherwise get an earlier time. A start that is not told (track_activities is off) might be
 * long ago. Sessions of other roles are not told of at all: only the service's own writes are waited for. As text,
 * because a Date has no microseconds and no infinity.
 */
export const SELECT_HORIZON = `
  SELECT (least(statement_timestamp(), min(coalesce(xact_start, '-infinity'))) - interval '1 ms')::text AS horizon
    FROM pg_stat_activity
   WHERE datname = current_database() AND backend_type = 'client backend' AND backend_xid IS NOT NULL`;
