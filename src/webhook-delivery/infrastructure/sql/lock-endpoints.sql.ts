/**
 * $1 how many. Endpoints come first, then a few rows of each: a dead endpoint with a million rows costs the others
 * nothing, and neither does one that is busy: it would take the place of one that has room. The lock on the state row makes claims of one endpoint take turns over all workers, so that counting what
 * is in flight (in the next statement, which sees what the last claim committed) keeps to max_in_flight. A locked
 * endpoint is skipped: another worker is claiming it at this moment.
 */
export const LOCK_ENDPOINTS = `
  SELECT state.endpoint_id AS id
    FROM webhook_endpoint_states AS state
    JOIN webhook_endpoints AS endpoint ON endpoint.id = state.endpoint_id
   WHERE endpoint.enabled AND endpoint.deleted_at IS NULL
     AND EXISTS (SELECT 1 FROM webhook_deliveries AS due
                  WHERE due.endpoint_id = state.endpoint_id AND due.claim_token IS NULL AND due.due_at <= now())
     AND endpoint.max_in_flight > (SELECT count(*) FROM webhook_deliveries AS sending
                                    WHERE sending.endpoint_id = state.endpoint_id AND sending.claim_token IS NOT NULL)
   ORDER BY random()
   LIMIT $1 FOR UPDATE OF state SKIP LOCKED`;
