/**
 * $1 RETENTION_DAYS: within them no event is dropped. Of the documents of the last 500 events, the last 100 revisions
 * each. They follow one another; all of them begin with 1 if the document is younger than that; and the document is at
 * the last one. An event without a revision belongs to no document.
 */
export const FIND_REVISION_GAPS = `
  WITH kept AS (
    SELECT now() - make_interval(days => $1) AS since, first_uuid7_at(now() - make_interval(days => $1)) AS first
  ), recent AS MATERIALIZED (
    SELECT DISTINCT document_id
      FROM (SELECT document_id FROM outbox_events ORDER BY event_id DESC LIMIT 500) AS event
     WHERE document_id IS NOT NULL
  ), summed AS (
    SELECT recent.document_id, count(*) AS count, count(DISTINCT revision) AS revisions,
           min(revision) AS lowest, max(revision) AS highest
      FROM recent
     CROSS JOIN LATERAL (
           SELECT event.revision FROM outbox_events AS event
            WHERE event.document_id = recent.document_id AND event.event_id >= (SELECT first FROM kept)
            ORDER BY event.revision DESC LIMIT 100) AS event
     GROUP BY recent.document_id
  )
  SELECT summed.document_id::text AS subject,
         'document ' || summed.document_id || ' is at revision ' || coalesce(document.revision::text, '(deleted)')
           || ', and its last ' || count || ' events have ' || revisions || ' revisions from ' || lowest || ' to ' || highest
           AS detail
    FROM summed LEFT JOIN documents AS document ON document.id = summed.document_id
   WHERE count <> highest - lowest + 1 OR revisions <> count OR document.revision <> highest
      OR count < 100 AND lowest > 1 AND document.created_at > (SELECT since FROM kept)
   LIMIT 10`;
