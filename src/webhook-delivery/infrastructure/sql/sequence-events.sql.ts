/**
 * Gives what is committed and has no position yet the next ones. What commits later is not seen, and gets a later
 * position the next time: a reader that has gone on misses nothing. By time, and within a document by revision: the
 * running maximum keeps that when the clocks of two processes differ.
 */
export const SEQUENCE_EVENTS = `
  WITH taken AS (
    DELETE FROM outbox_unsequenced RETURNING event_id
  ), timed AS (
    SELECT event_id, revision, max(created_at) OVER (
             PARTITION BY coalesce(document_id::text, event_id::text) ORDER BY revision) AS event_time
      FROM taken JOIN outbox_events USING (event_id)
  ), placed AS (
    SELECT event_id, row_number() OVER (ORDER BY event_time, revision, event_id) AS place FROM timed
  ), counted AS (
    SELECT count(*) AS events FROM placed
  ), feed AS (
    UPDATE outbox_feed SET last_position = last_position + events FROM counted WHERE events > 0
    RETURNING last_position - events AS base
  )
  INSERT INTO outbox_positions (position, event_id) SELECT base + place, event_id FROM placed CROSS JOIN feed`;
