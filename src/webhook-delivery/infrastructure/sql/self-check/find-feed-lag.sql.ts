/** The oldest event without a position, however old: one whose transaction commits late is gone at the next look. */
export const FIND_FEED_LAG = `
  SELECT event_id::text AS subject, 'event ' || event_id || ' has no position in the feed' AS detail
    FROM outbox_unsequenced ORDER BY event_id LIMIT 1`;
