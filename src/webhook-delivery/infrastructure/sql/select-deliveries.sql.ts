/**
 * Every delivery there is, wherever its row is. `conditions` goes into each part, so that each uses its own indexes;
 * ids are made in the order of time, so newest first is the order of the keys and a page reads no more than itself.
 */
export function selectDeliveries(conditions: string, tail: string): string {
  const columns = `delivery_id AS id, event_id AS "eventId", event, endpoint_id AS "endpointId",
           document_id AS "documentId", revision, attempts, resend_of AS "resendOf", created_at AS "createdAt"`;
  return `
    SELECT * FROM (
      SELECT ${columns}, CASE WHEN claim_token IS NULL THEN 'pending' ELSE 'delivering' END AS state,
             NULL AS reason, CASE WHEN claim_token IS NULL THEN due_at END AS "nextAttemptAt",
             NULL::timestamptz AS "finishedAt"
        FROM webhook_deliveries WHERE ${conditions}
      UNION ALL
      SELECT ${columns}, 'parked', reason, NULL, NULL FROM webhook_parked_deliveries WHERE ${conditions}
      UNION ALL
      SELECT ${columns}, state, reason, NULL, finished_at FROM webhook_delivery_history WHERE ${conditions}
    ) AS delivery ${tail}`;
}
