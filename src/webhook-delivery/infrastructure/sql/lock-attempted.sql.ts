/** $1 delivery ids, $2 claim tokens. Those that are still the caller's, with what their verdict depends on. */
export const LOCK_ATTEMPTED = `
  SELECT delivery.delivery_id AS id, delivery.document_id AS "documentId", delivery.revision, delivery.resend_of IS NOT NULL AS "isResend",
         delivery.failures,
         EXISTS (SELECT FROM webhook_deliveries AS later
                  WHERE later.document_id = delivery.document_id AND later.endpoint_id = delivery.endpoint_id
                    AND later.revision > delivery.revision AND later.resend_of IS NULL) AS "hasLaterRevision",
         coalesce(state.last_delivered_at > delivery.failing_since, false) AS "othersDeliveredSince"
    FROM unnest($1::uuid[], $2::uuid[]) AS mine (delivery_id, claim_token)
    JOIN webhook_deliveries AS delivery
      ON delivery.delivery_id = mine.delivery_id AND delivery.claim_token = mine.claim_token
    JOIN webhook_endpoint_states AS state ON state.endpoint_id = delivery.endpoint_id
   ORDER BY delivery.delivery_id FOR UPDATE OF delivery`;
