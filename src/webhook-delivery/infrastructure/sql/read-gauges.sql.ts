export const READ_BACKLOG = `
  SELECT endpoint.id, count(delivery_id) AS backlog,
         coalesce(extract(epoch FROM clock_timestamp() - min(delivery.created_at)), 0)::float8 AS seconds
    FROM webhook_endpoints AS endpoint LEFT JOIN webhook_deliveries AS delivery ON delivery.endpoint_id = endpoint.id
   WHERE endpoint.deleted_at IS NULL GROUP BY endpoint.id`;

/** Of the tables that are updated and deleted from all the time; in the others only retention leaves dead rows. */
export const READ_DEAD_TUPLES = `
  SELECT relname AS table, n_dead_tup AS dead FROM pg_stat_user_tables
   WHERE relname IN ('webhook_deliveries', 'webhook_claims', 'webhook_parked_deliveries', 'webhook_endpoints',
                     'webhook_endpoint_states', 'webhook_slot_book', 'webhook_extra_deliveries', 'webhook_replays', 'outbox_unsequenced',
                     'outbox_feed', 'documents', 'document_processing', 'document_ref_keys', 'document_ref_systems',
                     'idempotency_keys')`;

/** Whatever keeps vacuum from removing rows: sessions, standbys that give feedback to a slot, prepared transactions. */
export const READ_OLDEST_XMIN = `
  SELECT coalesce(max(age(xmin)), 0) AS age
    FROM (SELECT backend_xmin FROM pg_stat_activity
          UNION ALL SELECT xmin FROM pg_replication_slots
          UNION ALL SELECT transaction FROM pg_prepared_xacts) AS held (xmin)`;
