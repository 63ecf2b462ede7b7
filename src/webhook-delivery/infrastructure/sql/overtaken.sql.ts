/**
 * Whether a higher revision of the document may have arrived at the endpoint before the one in `row` (document_id,
 * revision): it was tried, whatever became of it, or is under way, also as a resend. `endpointId` is an expression.
 *
 * OFFSET 0 makes each EXISTS a look into an index for each row: as a join, it may read a whole table for every batch.
 */
export const overtaken = (row: string, endpointId: string): string => {
  const later = `later.document_id = ${row}.document_id AND later.endpoint_id = ${endpointId} AND later.revision > ${row}.revision`;
  return `(
    EXISTS (SELECT FROM webhook_delivery_history AS later WHERE ${later} AND later.attempts > 0 OFFSET 0)
    OR EXISTS (SELECT FROM webhook_parked_deliveries AS later WHERE ${later} AND later.attempts > 0 OFFSET 0)
    OR EXISTS (SELECT FROM webhook_deliveries AS later
                WHERE ${later} AND (later.claim_token IS NOT NULL OR later.attempts > 0) OFFSET 0))`;
};
