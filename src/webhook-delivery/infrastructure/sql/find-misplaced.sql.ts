import { isKeptForEndpoint } from './is-kept-for-endpoint.sql.js';

/**
 * Endpoints whose deliveries are not where they belong: waiting though it is disabled or gone, or parked for that
 * reason though it is not. One look into an index for each endpoint.
 */
export const FIND_MISPLACED = `
  SELECT endpoint.id
    FROM webhook_endpoints AS endpoint JOIN webhook_endpoint_states AS state ON state.endpoint_id = endpoint.id
   CROSS JOIN LATERAL (
         (SELECT FROM webhook_deliveries AS waiting
           WHERE waiting.endpoint_id = endpoint.id AND waiting.claim_token IS NULL
             AND (NOT endpoint.enabled OR state.gate = 'gone') ORDER BY waiting.due_at LIMIT 1)
         UNION ALL
         (SELECT FROM webhook_parked_deliveries AS parked
           WHERE parked.endpoint_id = endpoint.id AND ${isKeptForEndpoint('parked')}
             AND endpoint.enabled AND state.gate <> 'gone' ORDER BY parked.delivery_id LIMIT 1)) AS misplaced
   WHERE endpoint.deleted_at IS NULL
   ORDER BY endpoint.id`;
