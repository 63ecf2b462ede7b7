/**
 * $1: the row as JSON, $2: its words. The transaction has an id before the clock is read: see select-horizon.sql.ts.
 */
export const INSERT_DOCUMENT = `
  WITH document AS (
    INSERT INTO documents (filename, original_filename, mime_type, size, sha256, status, status_reason, source,
                           contact_id, folder_id, profile_id, doc_type, doc_date, notes, ai_summary, confidence_score,
                           confidence_reasoning, extracted_fields, custom_fields, line_items, external_refs, revision,
                           exported_at, version, file_version, created_at, updated_at)
    SELECT added.filename, added."originalFilename", added."mimeType", added.size, added.sha256, added.status,
           added."statusReason", added.source, added."contactId", added."folderId", added."profileId",
           added."docType", added."docDate", added.notes, added."aiSummary", added."confidenceScore",
           added."confidenceReasoning", added."extractedFields", added."customFields", added."lineItems",
           added."externalRefs", added.revision, added."exportedAt", added.version, added."fileVersion",
           write.at, write.at
      FROM json_to_record($1::json) AS added (
             filename text, "originalFilename" text, "mimeType" text, size bigint, sha256 text, status text,
             "statusReason" text, source text, "contactId" integer, "folderId" integer, "profileId" integer,
             "docType" text, "docDate" date, notes text, "aiSummary" text, "confidenceScore" integer,
             "confidenceReasoning" text, "extractedFields" json, "customFields" json, "lineItems" json,
             "externalRefs" text, revision integer, "exportedAt" timestamptz, version integer,
             "fileVersion" integer),
           (SELECT CASE WHEN pg_current_xact_id() IS NOT NULL THEN clock_timestamp() END AS at OFFSET 0) AS write
    RETURNING id, created_at),
  search AS (INSERT INTO document_search (document_id, words) SELECT id, $2::tsvector FROM document)
  SELECT id, created_at AS at FROM document`;
