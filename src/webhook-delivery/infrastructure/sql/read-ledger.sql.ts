/**
 * One statement, so one snapshot: a delivery that moves meanwhile is counted once. `accepted` never looks at the
 * tables of deliveries, which is what makes the comparison worth something.
 */
export const READ_LEDGER = `
  WITH accepted AS (
    SELECT endpoint_id, count(*) AS accepted
      FROM (SELECT unnest(endpoint_ids) AS endpoint_id FROM outbox_events
            UNION ALL SELECT endpoint_id FROM webhook_extra_deliveries) AS each
     GROUP BY endpoint_id
  ), queued AS (
    SELECT endpoint_id, count(*) FILTER (WHERE claim_token IS NULL) AS pending, count(claim_token) AS delivering,
           min(created_at) AS oldest
      FROM webhook_deliveries GROUP BY endpoint_id
  ), parked AS (
    SELECT endpoint_id, count(*) AS parked, min(created_at) AS oldest
      FROM webhook_parked_deliveries GROUP BY endpoint_id
  ), finished AS (
    SELECT endpoint_id, count(*) FILTER (WHERE state = 'delivered') AS delivered,
           count(*) FILTER (WHERE state = 'superseded') AS superseded,
           count(*) FILTER (WHERE state = 'cancelled') AS cancelled
      FROM webhook_delivery_history GROUP BY endpoint_id
  ), items AS (
    SELECT endpoint.id AS "endpointId", endpoint.url, endpoint.deleted_at IS NOT NULL AS deleted,
           coalesce(accepted.accepted, 0) + coalesce(totals.accepted, 0) AS accepted,
           coalesce(finished.delivered, 0) + coalesce(totals.delivered, 0) AS delivered,
           coalesce(queued.pending, 0) AS pending,
           coalesce(queued.delivering, 0) AS delivering,
           coalesce(parked.parked, 0) AS parked,
           coalesce(finished.superseded, 0) + coalesce(totals.superseded, 0) AS superseded,
           coalesce(finished.cancelled, 0) + coalesce(totals.cancelled, 0) AS cancelled,
           floor(extract(epoch FROM clock_timestamp() - least(queued.oldest, parked.oldest)))::bigint
             AS "oldestUnfinishedSeconds"
      FROM webhook_endpoints AS endpoint
      LEFT JOIN accepted ON accepted.endpoint_id = endpoint.id
      LEFT JOIN queued ON queued.endpoint_id = endpoint.id
      LEFT JOIN parked ON parked.endpoint_id = endpoint.id
      LEFT JOIN finished ON finished.endpoint_id = endpoint.id
      LEFT JOIN webhook_ledger_totals AS totals ON totals.endpoint_id = endpoint.id
  )
  SELECT coalesce(bool_and(accepted = delivered + pending + delivering + parked + superseded + cancelled), true)
           AS balanced,
         (SELECT count(*) FROM outbox_events WHERE endpoint_ids = '{}')
           + (SELECT events_without_endpoint FROM webhook_ledger_event_totals) AS "eventsWithoutEndpoint",
         coalesce(json_agg(items ORDER BY "endpointId" DESC), '[]') AS items
    FROM items`;
