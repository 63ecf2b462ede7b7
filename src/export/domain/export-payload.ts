import type { DocumentLinks } from '../../shared/kernel/document-links.js';
import type { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { toJsonText } from '../../shared/kernel/json/to-json-text.js';

/** What leaves the house with an export. */
export interface ExportableDocument {
  id: number;
  revision: number;
  filename: string;
  originalFilename: string;
  mimeType: string;
  size: number;
  sha256: string;
  status: string;
  source: string;
  docType: string | null;
  docDate: string | null;
  contactId: number;
  contactName: string;
  folderId: number;
  folderName: string;
  notes: string | null;
  aiSummary: string | null;
  confidenceScore: number | null;
  confidenceLabel: string | null;
  confidenceReasoning: string | null;
  extractedFields: Record<string, string | null>;
  customFields: Record<string, unknown>;
  lineItems: readonly object[];
  externalRefs: ExternalRefs;
  exportedAt: Date;
}

/**
 * The body of `document.exported`, schema 2.0: flat, every key always there, whatever engine read the document.
 * This text is stored, signed and sent as it is; nothing parses it again on the way.
 */
export function exportPayload(document: ExportableDocument, eventId: string, links: DocumentLinks): string {
  return toJsonText({
    schema_version: '2.0',
    event: 'document.exported',
    event_id: eventId,
    timestamp: document.exportedAt,
    id: document.id,
    revision: document.revision,
    filename: document.filename,
    original_filename: document.originalFilename,
    mime_type: document.mimeType,
    size: document.size,
    sha256: document.sha256,
    status: document.status,
    source: document.source,
    doc_type: document.docType,
    doc_date: document.docDate,
    contact_id: document.contactId,
    contact_name: document.contactName,
    folder_id: document.folderId,
    folder_name: document.folderName,
    notes: document.notes,
    ai_summary: document.aiSummary,
    confidence_score: document.confidenceScore,
    confidence_label: document.confidenceLabel,
    confidence_reasoning: document.confidenceReasoning,
    extracted_fields: document.extractedFields,
    custom_fields: document.customFields,
    line_items: document.lineItems,
    external_refs: document.externalRefs.toRawJson(),
    doc_url: links.docUrl(document.id),
    file_url: links.fileUrl(document.id),
    exported_at: document.exportedAt,
  });
}
