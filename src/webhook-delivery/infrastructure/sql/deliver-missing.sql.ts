import { overtaken } from './overtaken.sql.js';
import { IS_MISSING } from './select-replayed.sql.js';

/**
 * $1 endpoint id, whose state the caller has locked, so that nothing of it is claimed meanwhile; $2 event ids. Each is
 * the first arrival of its revision: an ordinary delivery, under the order guard. One that a higher revision has
 * overtaken (under way, or tried already, whatever became of it) is superseded, for that one says all that it said.
 * Made in one statement with what the ledger counts, for no event names this endpoint.
 */
export const DELIVER_MISSING = `
  WITH missing AS MATERIALIZED (
    SELECT next_uuid7() AS delivery_id, event.event_id, event.event, $1::integer AS endpoint_id, event.document_id,
           event.revision,
           ${overtaken('event', '$1')} AS overtaken
      FROM outbox_events AS event
     WHERE event.event_id = ANY ($2::uuid[]) AND ${IS_MISSING}
  ), made AS (
    INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision, due_at)
    SELECT delivery_id, event_id, event, endpoint_id, document_id, revision,
           now() + row_number() OVER (ORDER BY event_id) * interval '1 microsecond'
      FROM missing WHERE NOT overtaken ORDER BY event_id
  ), superseded AS (
    INSERT INTO webhook_delivery_history (delivery_id, event_id, event, endpoint_id, document_id, revision, attempts,
           created_at, state, reason)
    SELECT delivery_id, event_id, event, endpoint_id, document_id, revision, 0, now(), 'superseded', 'later_revision'
      FROM missing WHERE overtaken
  )
  INSERT INTO webhook_extra_deliveries (delivery_id, event_id, endpoint_id)
  SELECT delivery_id, event_id, endpoint_id FROM missing`;
