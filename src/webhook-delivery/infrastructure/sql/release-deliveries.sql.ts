import { closeClaims } from './close-claims.sql.js';

/** $1 delivery ids, $2 claim tokens. What was not sent has cost no attempt. */
export const RELEASE_DELIVERIES = `
  WITH released AS (
    UPDATE webhook_deliveries AS delivery SET claim_token = NULL
      FROM unnest($1::uuid[], $2::uuid[]) AS mine (delivery_id, claim_token)
     WHERE delivery.delivery_id = mine.delivery_id AND delivery.claim_token = mine.claim_token
    RETURNING mine.claim_token, delivery.endpoint_id
  ), ${closeClaims('released')}
  SELECT`;
