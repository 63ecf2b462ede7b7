export const INTAKE_ITEM_COLUMNS = `
  id, channel, source_key AS "sourceKey", origin, name, sha256, result, reason, attempts,
  document_id AS "documentId", retry_requested_at AS "retryRequestedAt"`;
