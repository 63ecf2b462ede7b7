import { isKeptForEndpoint } from '../is-kept-for-endpoint.sql.js';

/**
 * As FIND_MISPLACED, with the delivery: it must be another one at the next look, for it is the one that is moved first
 * (PARK_WAITING, REQUEUE_PARKED), however many there are.
 */
export const FIND_MISPLACED_DELIVERIES = `
  SELECT misplaced.delivery_id::text AS subject,
         'delivery ' || misplaced.delivery_id || CASE WHEN misplaced.parked THEN ' is parked at endpoint '
           ELSE ' waits at disabled endpoint ' END || endpoint.id AS detail
    FROM webhook_endpoints AS endpoint JOIN webhook_endpoint_states AS state ON state.endpoint_id = endpoint.id
   CROSS JOIN LATERAL (
         (SELECT delivery_id, false AS parked FROM webhook_deliveries AS waiting
           WHERE waiting.endpoint_id = endpoint.id AND waiting.claim_token IS NULL
             AND (NOT endpoint.enabled OR state.gate = 'gone')
           ORDER BY waiting.due_at DESC, waiting.delivery_id DESC LIMIT 1)
         UNION ALL
         (SELECT delivery_id, true FROM webhook_parked_deliveries AS parked
           WHERE parked.endpoint_id = endpoint.id AND ${isKeptForEndpoint('parked')}
             AND endpoint.enabled AND state.gate <> 'gone' ORDER BY parked.delivery_id LIMIT 1)) AS misplaced
   WHERE endpoint.deleted_at IS NULL
   LIMIT 10`;
