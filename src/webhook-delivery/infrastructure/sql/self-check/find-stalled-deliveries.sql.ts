import { waitsForLower } from '../waits-for-lower.sql.js';

/**
 * The oldest delivery of each endpoint that could be claimed and has been due for $1 seconds, while the endpoint is
 * healthy and has free slots. A claim takes the oldest first, so the same one is not found at the next look unless
 * claiming does not work. Of each endpoint the 100 oldest are looked at: behind lower revisions others wait rightly.
 */
export const FIND_STALLED_DELIVERIES = `
  SELECT delivery_id || ' ' || attempts AS subject,
         'delivery ' || delivery_id || ' of endpoint ' || endpoint.id || ' is due since ' || due_at AS detail
    FROM webhook_endpoints AS endpoint
    JOIN webhook_endpoint_states AS state ON state.endpoint_id = endpoint.id
   CROSS JOIN LATERAL (
         SELECT oldest.* FROM (
                SELECT * FROM webhook_deliveries AS waiting
                 WHERE waiting.endpoint_id = endpoint.id AND waiting.claim_token IS NULL
                   AND waiting.due_at < now() - make_interval(secs => $1)
                 ORDER BY waiting.due_at, waiting.delivery_id LIMIT 100) AS oldest
          WHERE NOT ${waitsForLower('oldest')}
          ORDER BY oldest.due_at, oldest.delivery_id LIMIT 1) AS delivery
   WHERE endpoint.enabled AND endpoint.deleted_at IS NULL
     AND state.gate = 'closed' AND state.consecutive_failures = 0 AND state.ramp IS NULL
     AND NOT EXISTS (SELECT FROM instance_settings WHERE key = 'offline_mode')
     AND (SELECT coalesce(sum(open), 0) FROM webhook_claims AS claim
           WHERE claim.endpoint_id = endpoint.id AND claim.lease_until > now()) < endpoint.max_in_flight
   LIMIT 10`;
