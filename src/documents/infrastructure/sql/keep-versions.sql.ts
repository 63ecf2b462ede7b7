import { LAST_UPLOAD } from './last-upload.sql.js';

/** $1 ids of documents that are locked, and get another file by the next statement. */
export const KEEP_VERSIONS = `
  INSERT INTO document_versions (document_id, number, filename, mime_type, size, sha256, uploaded_by, uploaded_at,
                                 replaced_at, status, status_reason, profile_id, doc_type, doc_date, ai_summary,
                                 confidence_score, confidence_reasoning, extracted_fields, line_items)
  SELECT document.id, document.file_version, document.original_filename, document.mime_type, document.size,
         document.sha256, upload.actor, upload.at, clock_timestamp(), document.status, document.status_reason,
         document.profile_id, document.doc_type, document.doc_date, document.ai_summary, document.confidence_score,
         document.confidence_reasoning, document.extracted_fields, document.line_items
    FROM documents AS document ${LAST_UPLOAD}
   WHERE document.id = ANY ($1::integer[])`;
