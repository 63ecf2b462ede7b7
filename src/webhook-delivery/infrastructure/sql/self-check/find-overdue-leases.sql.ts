/** $1 margin in seconds. A sweep every second takes over what has ended. */
export const FIND_OVERDUE_LEASES = `
  SELECT claim_token || ' ' || endpoint_id AS subject,
         'a lease of worker ' || worker || ' at endpoint ' || endpoint_id || ' ended at ' || lease_until AS detail
    FROM webhook_claims WHERE lease_until < now() - make_interval(secs => $1)
   ORDER BY lease_until LIMIT 10`;
