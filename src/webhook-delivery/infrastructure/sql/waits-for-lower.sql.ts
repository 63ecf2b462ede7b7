import { isKeptForEndpoint } from './is-kept-for-endpoint.sql.js';

/**
 * The order guard: whether a delivery in `row` of an enabled endpoint waits for a lower revision of its document there,
 * which is unfinished, or parked still for having been disabled. Resends stand outside the order: they neither wait nor
 * hold up. OFFSET 0 as in `overtaken`.
 */
export const waitsForLower = (row: string): string => {
  const lower = `lower.document_id = ${row}.document_id AND lower.endpoint_id = ${row}.endpoint_id AND lower.revision < ${row}.revision AND lower.resend_of IS NULL`;
  return `(${row}.resend_of IS NULL AND (
                EXISTS (SELECT FROM webhook_deliveries AS lower WHERE ${lower} OFFSET 0)
                OR EXISTS (SELECT FROM webhook_parked_deliveries AS lower
                            WHERE ${lower} AND ${isKeptForEndpoint('lower')} OFFSET 0)))`;
};
