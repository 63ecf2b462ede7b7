/** One process at a time drops what has expired. Until the end of the transaction. */
export const TRY_RETENTION_LOCK = `SELECT pg_try_advisory_xact_lock(hashtext('recordengine:retention')) AS taken`;
