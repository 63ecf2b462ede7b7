export const READ_BACKLOG = `
  SELECT endpoint.id, count(delivery_id) AS backlog,
         coalesce(extract(epoch FROM clock_timestamp() - min(delivery.created_at)), 0)::float8 AS seconds
    FROM webhook_endpoints AS endpoint LEFT JOIN webhook_deliveries AS delivery ON delivery.endpoint_id = endpoint.id
   WHERE endpoint.deleted_at IS NULL GROUP BY endpoint.id`;

/** Of the tables that are updated and deleted from; the others only grow. */
export const READ_DEAD_TUPLES = `
  SELECT relname AS table, n_dead_tup AS dead FROM pg_stat_user_tables
   WHERE relname IN ('webhook_deliveries', 'webhook_parked_deliveries', 'webhook_endpoint_states', 'documents',
                     'document_processing', 'idempotency_keys')`;

export const READ_OLDEST_XMIN = `SELECT coalesce(max(age(backend_xmin)), 0) AS age FROM pg_stat_activity`;
