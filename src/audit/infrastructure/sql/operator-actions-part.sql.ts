export const OPERATOR_ACTIONS_PART = `
  SELECT id, at, actor, 'webhook.' || action AS kind,
         CASE WHEN delivery_id IS NOT NULL THEN 'delivery'
              WHEN replay_id IS NOT NULL THEN 'replay'
              WHEN endpoint_id IS NOT NULL THEN 'endpoint'
              ELSE 'service' END AS "subjectType",
         coalesce(delivery_id::text, replay_id::text, endpoint_id::text) AS "subjectId",
         concat_ws(': ', replace(action, '_', ' '), nullif(left(detail::text, 400), '{}')) AS summary,
         NULL::integer AS "documentId"
    FROM webhook_operator_actions`;
