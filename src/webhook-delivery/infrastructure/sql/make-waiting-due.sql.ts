import { QUEUE_CLOCK } from './queue-clock.sql.js';

/**
 * $1 endpoint ids. Everything that waits there is due, the oldest first. Only what has failed is due later, so this
 * touches few rows, however long the backlog. While delivery is offline that is what its clock has not reached, and not
 * what was exported since. What is locked is being settled at this moment.
 */
export const MAKE_WAITING_DUE = `
  UPDATE webhook_deliveries SET due_at = created_at
   WHERE delivery_id IN (SELECT delivery_id FROM webhook_deliveries
                          WHERE endpoint_id = ANY($1::integer[]) AND claim_token IS NULL AND due_at > ${QUEUE_CLOCK}
                            AND (due_at > now() OR failing_since IS NOT NULL)
                          ORDER BY delivery_id FOR UPDATE SKIP LOCKED)`;
