/**
 * Of `documents AS document`, as the members of `DocumentRow`. json columns are read as json: their values are ours and
 * hold strings. external_refs is text.
 */
export const DOCUMENT_COLUMNS = `
         document.id, document.filename, document.original_filename AS "originalFilename",
         document.mime_type AS "mimeType", document.size, document.sha256, document.status,
         document.status_reason AS "statusReason", document.source, document.contact_id AS "contactId",
         document.folder_id AS "folderId", document.profile_id AS "profileId", document.doc_type AS "docType",
         document.doc_date::text AS "docDate", document.notes, document.ai_summary AS "aiSummary",
         document.confidence_score AS "confidenceScore", document.confidence_reasoning AS "confidenceReasoning",
         document.extracted_fields AS "extractedFields", document.custom_fields AS "customFields",
         document.line_items AS "lineItems", document.external_refs AS "externalRefs", document.revision,
         document.exported_at AS "exportedAt", document.version, document.file_version AS "fileVersion",
         document.created_at AS "createdAt", document.updated_at AS "updatedAt"`;
