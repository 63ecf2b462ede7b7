/**
 * Up to where the documents, ordered by updated_at, are complete: no write that commits later can get an earlier
 * time. updated_at is read from the database's clock by a transaction that has its id already (a row lock or
 * pg_current_xact_id() gave it one). So whoever is not among those with an id here either writes with a later clock
 * than this statement's start, or has committed and is seen by the next statement; who is, writes not before its own
 * start. A statement of its own, before the list and outside a transaction, or its snapshot would be too old. The
 * millisecond is for the rounding of timestamptz(3). A start that may not be seen (another role, track_activities
 * off) counts as "long ago": the list then waits instead of missing something.
 */
export const SELECT_HORIZON = `
  SELECT least(statement_timestamp(), min(coalesce(xact_start, '-infinity'))) - interval '1 ms' AS horizon
    FROM pg_stat_activity
   WHERE datname = current_database() AND backend_type = 'client backend' AND backend_xid IS NOT NULL`;
