/**
 * $1: a JSON array of rows, $2 their ids. One statement for a document or for a set of them: exporting 200 documents
 * one by one would cost 200 round trips. json (not jsonb) hands the members on as they are written. The documents must
 * be locked: the transaction has an id before the clock is read, see select-horizon.sql.ts.
 *
 * The ids are given beside the rows, for nobody knows how many rows are in JSON: the planner expects 100, and reads the
 * whole table for one (4,000 documents: 4.6 ms; with the ids 0.2).
 */
export const UPDATE_DOCUMENTS = `
  UPDATE documents AS document
     SET filename = changed.filename,
         original_filename = changed."originalFilename",
         mime_type = changed."mimeType",
         size = changed.size,
         sha256 = changed.sha256,
         status = changed.status,
         status_reason = changed."statusReason",
         contact_id = changed."contactId",
         folder_id = changed."folderId",
         profile_id = changed."profileId",
         doc_type = changed."docType",
         doc_date = changed."docDate",
         notes = changed.notes,
         ai_summary = changed."aiSummary",
         confidence_score = changed."confidenceScore",
         confidence_reasoning = changed."confidenceReasoning",
         extracted_fields = changed."extractedFields",
         custom_fields = changed."customFields",
         line_items = changed."lineItems",
         external_refs = changed."externalRefs",
         revision = changed.revision,
         exported_at = CASE WHEN changed.revision = document.revision THEN document.exported_at
                            ELSE greatest(document.updated_at, changed.at) END,
         version = changed.version,
         file_version = changed."fileVersion",
         updated_at = greatest(document.updated_at, changed.at)
    FROM (SELECT *, clock_timestamp() AS at FROM json_to_recordset($1::json) AS (
           id integer, filename text, "originalFilename" text, "mimeType" text, size bigint, sha256 text,
           status text, "statusReason" text, "contactId" integer, "folderId" integer, "profileId" integer,
           "docType" text, "docDate" date, notes text, "aiSummary" text, "confidenceScore" integer,
           "confidenceReasoning" text, "extractedFields" json, "customFields" json, "lineItems" json,
           "externalRefs" text, revision integer, version integer, "fileVersion" integer)) AS changed
   WHERE document.id = changed.id AND document.id = ANY ($2::integer[])
  RETURNING document.id, document.updated_at AS at`;
