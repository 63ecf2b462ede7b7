/** Only claims have a lease, and taking over begins with them. Costs what is in flight: one partial index. */
export const FIND_CLAIMS_WITHOUT_LEASE = `
  SELECT delivery_id::text AS subject, 'delivery ' || delivery_id || ' is claimed without a lease' AS detail
    FROM webhook_deliveries AS delivery
   WHERE claim_token IS NOT NULL
     AND NOT EXISTS (SELECT FROM webhook_claims AS claim
                      WHERE claim.claim_token = delivery.claim_token AND claim.endpoint_id = delivery.endpoint_id)
   LIMIT 10`;
