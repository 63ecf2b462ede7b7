/**
 * A document with its names, to be completed with WHERE and ORDER. The aliases are the members of `DocumentRow`.
 * json columns are read as json: their values are ours and hold strings. external_refs is text.
 */
export const SELECT_DOCUMENTS = `
  SELECT document.id, document.filename, document.original_filename AS "originalFilename",
         document.mime_type AS "mimeType", document.size, document.sha256, document.status,
         document.status_reason AS "statusReason", document.source, document.contact_id AS "contactId",
         document.folder_id AS "folderId", document.profile_id AS "profileId", document.doc_type AS "docType",
         document.doc_date::text AS "docDate", document.notes, document.ai_summary AS "aiSummary",
         document.confidence_score AS "confidenceScore", document.confidence_reasoning AS "confidenceReasoning",
         document.extracted_fields AS "extractedFields", document.custom_fields AS "customFields",
         document.line_items AS "lineItems", document.external_refs AS "externalRefs", document.revision,
         document.exported_at AS "exportedAt", document.version, document.created_at AS "createdAt",
         document.updated_at AS "updatedAt", contact.name AS "contactName", folder.name AS "folderName",
         ARRAY(SELECT older.id FROM documents AS older
                WHERE older.sha256 = document.sha256 AND older.id < document.id
                ORDER BY older.id LIMIT 100) AS "duplicateOf"
    FROM documents AS document
    JOIN contacts AS contact ON contact.id = document.contact_id
    JOIN folders AS folder ON folder.id = document.folder_id
   WHERE true`;
