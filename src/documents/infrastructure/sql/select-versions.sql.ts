import { LAST_UPLOAD } from './last-upload.sql.js';

/** $1 a document's id, $2 numbers below that, $3 at most so many; the newest first. Members as of `DocumentVersion`. */
export const SELECT_VERSIONS = `
  SELECT version.* FROM (
    SELECT document.id AS "documentId", document.file_version AS number, document.original_filename AS filename,
           document.mime_type AS "mimeType", document.size, document.sha256,
           upload.actor AS "uploadedBy", upload.at AS "uploadedAt",
           NULL::timestamptz AS "replacedAt", document.status, document.status_reason AS "statusReason",
           document.profile_id AS "profileId", document.doc_type AS "docType", document.doc_date::text AS "docDate",
           document.ai_summary AS "aiSummary", document.confidence_score AS "confidenceScore",
           document.confidence_reasoning AS "confidenceReasoning", document.extracted_fields AS "extractedFields",
           document.line_items AS "lineItems"
      FROM documents AS document ${LAST_UPLOAD}
     WHERE document.id = $1 AND document.file_version < $2::bigint
    UNION ALL
    SELECT document_id, number, filename, mime_type, size, sha256, uploaded_by, uploaded_at, replaced_at, status,
           status_reason, profile_id, doc_type, doc_date::text, ai_summary, confidence_score, confidence_reasoning,
           extracted_fields, line_items
      FROM document_versions
     WHERE document_id = $1 AND number < $2::bigint) AS version
   ORDER BY version.number DESC LIMIT $3`;
