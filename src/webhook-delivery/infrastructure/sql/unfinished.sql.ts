/**
 * Whether an event (`event_id`) or a delivery (`delivery_id`) of the query around it waits, is on its way, or is
 * parked. EXISTS and not IN: its negation is an anti-join, however long the queue is.
 */
export const unfinished = (column: 'event_id' | 'delivery_id'): string =>
  `EXISTS (SELECT FROM (SELECT ${column} AS id FROM webhook_deliveries
                        UNION ALL SELECT ${column} FROM webhook_parked_deliveries) AS unfinished
            WHERE unfinished.id = ${column})`;
