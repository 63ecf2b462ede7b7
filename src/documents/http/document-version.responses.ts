import { ApiProperty } from '@nestjs/swagger';
import type { DocumentLinks } from '../../shared/kernel/document-links.js';
import { PageOf } from '../../shared/http/page.js';
import type { DocumentView } from '../application/document.queries.js';
import type { DocumentVersion } from '../application/version.queries.js';
import { DOCUMENT_STATUSES } from '../domain/document-status.js';
import { DocumentResponse, LineItemResponse } from './document.responses.js';

const text = { type: String, nullable: true } as const;

export class DocumentVersionResponse {
  @ApiProperty({ type: 'integer', example: 847 })
  document_id: number;
  @ApiProperty({
    type: 'integer',
    description: '1, 2, 3… of the document. Not its `version`, which grows with every change.',
    example: 1,
  })
  number: number;
  @ApiProperty({ description: 'Whether it is the file that the document has now.', example: false })
  current: boolean;
  @ApiProperty({ description: 'As it was uploaded.', example: 'acme-invoice-nov-2026.pdf' })
  filename: string;
  @ApiProperty({ example: 'application/pdf' })
  mime_type: string;
  @ApiProperty({ type: 'integer', description: 'Bytes.', example: 48213 })
  size: number;
  @ApiProperty({
    description: 'Of the file, lower-case hex.',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  sha256: string;
  @ApiProperty({ example: 'token:1 (bootstrap)' })
  uploaded_by: string;
  @ApiProperty({ format: 'date-time' })
  uploaded_at: string;
  @ApiProperty({ ...text, format: 'date-time', description: 'Null: it has not been replaced.' })
  replaced_at: string | null;
  @ApiProperty({
    enum: DOCUMENT_STATUSES,
    description: 'Of the document: now, or when this version was replaced.',
    example: 'Needs Review',
  })
  status: string;
  @ApiProperty(text)
  status_reason: string | null;
  @ApiProperty({
    type: 'integer',
    description: 'What it was read for. The profile of an old version may have been deleted since.',
    example: 1,
  })
  profile_id: number;
  @ApiProperty({ ...text, example: 'Invoice' })
  doc_type: string | null;
  @ApiProperty({ ...text, format: 'date' })
  doc_date: string | null;
  @ApiProperty(text)
  ai_summary: string | null;
  @ApiProperty({ type: 'integer', nullable: true, minimum: 0, maximum: 100 })
  confidence_score: number | null;
  @ApiProperty({ type: String, nullable: true, enum: ['High', 'Good', 'Low', 'Poor', null] })
  confidence_label: string | null;
  @ApiProperty(text)
  confidence_reasoning: string | null;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', nullable: true },
    description: 'What was found in this file, with the corrections that were made before it was replaced.',
  })
  extracted_fields: Record<string, string | null>;
  @ApiProperty({ type: [LineItemResponse] })
  line_items: LineItemResponse[];
  @ApiProperty({ example: 'https://records.example/api/documents/847/versions/1/file' })
  file_url: string;

  static from(version: DocumentVersion, links: DocumentLinks): DocumentVersionResponse {
    return {
      document_id: version.documentId,
      number: version.number,
      current: version.replacedAt === null,
      filename: version.filename,
      mime_type: version.mimeType,
      size: version.size,
      sha256: version.sha256,
      uploaded_by: version.uploadedBy,
      uploaded_at: version.uploadedAt.toISOString(),
      replaced_at: version.replacedAt?.toISOString() ?? null,
      status: version.status,
      status_reason: version.statusReason,
      profile_id: version.profileId,
      doc_type: version.docType,
      doc_date: version.docDate,
      ai_summary: version.aiSummary,
      confidence_score: version.confidenceScore,
      confidence_label: version.confidenceLabel,
      confidence_reasoning: version.confidenceReasoning,
      extracted_fields: version.extractedFields,
      line_items: version.lineItems,
      file_url: links.versionFileUrl(version.documentId, version.number),
    };
  }
}

export class DocumentVersionListResponse extends PageOf(DocumentVersionResponse) {}

export class NewVersionResponse extends DocumentResponse {
  @ApiProperty({ type: 'integer', description: 'The number of the version that was uploaded.', example: 2 })
  version_number: number;

  static of(document: DocumentView, links: DocumentLinks): NewVersionResponse {
    return Object.assign(DocumentResponse.from(document, links), { version_number: document.fileVersion });
  }
}
