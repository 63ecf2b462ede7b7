import { ApiProperty } from '@nestjs/swagger';
import type { DocumentLinks } from '../../shared/kernel/document-links.js';
import { RawJson } from '../../shared/kernel/json/raw-json.js';
import { AnyJson } from '../../shared/http/any-json.js';
import { PageOf } from '../../shared/http/page.js';
import type { DocumentView, HistoryEntry } from '../application/document.queries.js';
import type { ExportResult } from '../application/export-documents.js';
import { DOCUMENT_STATUSES } from '../domain/document-status.js';
import { ITEM_PROBLEM, itemProblem, type ItemProblem } from './item-problem.js';

export class LineItemResponse {
  @ApiProperty({ example: 'Copy paper A4' })
  description: string;
  @ApiProperty({ example: '10' })
  quantity: string;
  @ApiProperty({ example: '4.90' })
  unit_price: string;
  @ApiProperty({ example: '49.00' })
  amount: string;
}

const text = { type: String, nullable: true } as const;

export const EXACT_NUMBERS =
  'Numbers are kept as IEEE doubles, and whole ones above 2^53 are refused: what must stay exact to its spelling belongs into strings or external_refs.';

export class DocumentResponse {
  @ApiProperty({ type: 'integer', example: 847 })
  id: number;
  @ApiProperty({ example: 'acme-invoice-nov-2026.pdf' })
  filename: string;
  @ApiProperty({ example: 'acme-invoice-nov-2026.pdf' })
  original_filename: string;
  @ApiProperty({ example: 'application/pdf' })
  mime_type: string;
  @ApiProperty({ type: 'integer', description: 'Bytes.', example: 48213 })
  size: number;
  @ApiProperty({
    description: 'Of the file, lower-case hex.',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  sha256: string;
  @ApiProperty({
    type: 'array',
    items: { type: 'integer' },
    description: 'Older documents with the same content.',
    example: [],
  })
  duplicate_of: number[];
  @ApiProperty({ enum: DOCUMENT_STATUSES })
  status: string;
  @ApiProperty(text)
  status_reason: string | null;
  @ApiProperty({ enum: ['API', 'UI', 'Email', 'Hot Folder'] })
  source: string;
  @ApiProperty({ type: 'integer', example: 5 })
  contact_id: number;
  @ApiProperty({ example: 'Acme Corporation' })
  contact_name: string;
  @ApiProperty({ type: 'integer', example: 9 })
  folder_id: number;
  @ApiProperty({ example: 'Documents' })
  folder_name: string;
  @ApiProperty({ type: 'integer', example: 1 })
  profile_id: number;
  @ApiProperty({ ...text, example: 'Invoice' })
  doc_type: string | null;
  @ApiProperty({ ...text, format: 'date' })
  doc_date: string | null;
  @ApiProperty(text)
  notes: string | null;
  @ApiProperty(text)
  ai_summary: string | null;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    minimum: 0,
    maximum: 100,
    description: 'Null before processing.',
  })
  confidence_score: number | null;
  @ApiProperty({ type: String, nullable: true, enum: ['High', 'Good', 'Low', 'Poor', null] })
  confidence_label: string | null;
  @ApiProperty(text)
  confidence_reasoning: string | null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string', nullable: true } })
  extracted_fields: Record<string, string | null>;
  @ApiProperty({ type: 'object', additionalProperties: true, description: EXACT_NUMBERS })
  custom_fields: Record<string, unknown>;
  @ApiProperty({ type: [LineItemResponse] })
  line_items: LineItemResponse[];
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Byte for byte as it was given; {} when it never was.',
    example: { salesforce: { record_id: '001Qy00000BnXt2IAF', record_type: 'Opportunity' } },
  })
  external_refs: RawJson;
  @ApiProperty({
    description: 'Opens the document for a person. Put it on the CRM record.',
    example: 'https://records.example/documents/847',
  })
  doc_url: string;
  @ApiProperty({ example: 'https://records.example/api/documents/847/file' })
  file_url: string;
  @ApiProperty({ type: 'integer', description: '0 before the first export.', example: 1 })
  revision: number;
  @ApiProperty({ ...text, format: 'date-time' })
  exported_at: string | null;
  @ApiProperty({ type: 'integer', description: 'Grows with every change; also the ETag.', example: 4 })
  version: number;
  @ApiProperty({ format: 'date-time' })
  created_at: string;
  @ApiProperty({ format: 'date-time' })
  updated_at: string;

  static from(document: DocumentView, links: DocumentLinks): DocumentResponse {
    return {
      id: document.id,
      filename: document.filename,
      original_filename: document.originalFilename,
      mime_type: document.mimeType,
      size: document.size,
      sha256: document.sha256,
      duplicate_of: document.duplicateOf,
      status: document.status,
      status_reason: document.statusReason,
      source: document.source,
      contact_id: document.contactId,
      contact_name: document.contactName,
      folder_id: document.folderId,
      folder_name: document.folderName,
      profile_id: document.profileId,
      doc_type: document.docType,
      doc_date: document.docDate,
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
      revision: document.revision,
      exported_at: document.exportedAt?.toISOString() ?? null,
      version: document.version,
      created_at: document.createdAt.toISOString(),
      updated_at: document.updatedAt.toISOString(),
    };
  }
}

export class DocumentListResponse extends PageOf(DocumentResponse) {}

export class ExportedDocumentResponse extends DocumentResponse {
  @ApiProperty({ format: 'uuid', description: 'The `webhook-id` of the webhooks that this export sends.' })
  event_id: string;

  static of(document: DocumentView, eventId: string, links: DocumentLinks): ExportedDocumentResponse {
    return Object.assign(DocumentResponse.from(document, links), { event_id: eventId });
  }
}

export class HistoryEntryResponse {
  @ApiProperty({ type: 'integer', example: 12 })
  id: number;
  @ApiProperty({ format: 'date-time' })
  at: string;
  @ApiProperty({ example: 'token:1 (bootstrap)' })
  actor: string;
  @ApiProperty({
    enum: [
      'uploaded',
      'new_version',
      'status',
      'edited',
      'extracted',
      'exported',
      'delivery_resend',
      'delivery_cancel',
    ],
    description: '`delivery_…`: a person did that to the delivery `to`.',
  })
  action: string;
  @ApiProperty({ ...text, example: 'status' })
  field: string | null;
  @AnyJson('The value before, of any type; external_refs byte for byte.', 'Needs Review')
  from: RawJson | null;
  @AnyJson('The value after.', 'Approved')
  to: RawJson | null;

  static from(entry: HistoryEntry): HistoryEntryResponse {
    return {
      id: entry.id,
      at: entry.at.toISOString(),
      actor: entry.actor,
      action: entry.action,
      field: entry.field,
      from: entry.from === null ? null : new RawJson(entry.from),
      to: entry.to === null ? null : new RawJson(entry.to),
    };
  }
}

export class HistoryResponse extends PageOf(HistoryEntryResponse) {}

export class ExportResultResponse {
  @ApiProperty({ type: 'integer', example: 847 })
  document_id: number;
  @ApiProperty()
  ok: boolean;
  @ApiProperty({ type: 'integer', nullable: true, example: 1 })
  revision: number | null;
  @ApiProperty({ type: String, nullable: true, format: 'uuid' })
  event_id: string | null;
  @ApiProperty(ITEM_PROBLEM)
  problem: ItemProblem | null;

  static from(result: ExportResult): ExportResultResponse {
    return result.ok
      ? {
          document_id: result.documentId,
          ok: true,
          revision: result.revision,
          event_id: result.eventId,
          problem: null,
        }
      : {
          document_id: result.documentId,
          ok: false,
          revision: null,
          event_id: null,
          problem: itemProblem(result.problem),
        };
  }
}

export class ExportResultsResponse {
  @ApiProperty({ type: [ExportResultResponse], description: 'In the order of document_ids.' })
  results: ExportResultResponse[];
}
