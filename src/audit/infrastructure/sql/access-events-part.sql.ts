export const ACCESS_EVENTS_PART = `
  SELECT id, at, actor, 'access.' || what AS kind,
         CASE WHEN what LIKE 'token_%' THEN 'token' WHEN what LIKE 'session_%' THEN 'session' ELSE 'user' END
           AS "subjectType",
         subject AS "subjectId",
         concat_ws(' ', concat_ws(': ', replace(what, '_', ' '), subject), detail, 'from ' || address) AS summary,
         NULL::integer AS "documentId"
    FROM access_events`;
