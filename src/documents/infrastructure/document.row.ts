import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

@Entity('documents')
@Index('ix_documents_contact_id', ['contactId', 'id'])
@Index('ix_documents_folder_id', ['folderId', 'id'])
@Index('ix_documents_status', ['status', 'id'])
@Index('ix_documents_sha256', ['sha256', 'id'])
@Index('ix_documents_updated_at', ['updatedAt', 'id'])
@Index('ix_documents_profile_id', ['profileId', 'id'])
@Check('ck_documents_score', `confidence_score BETWEEN 0 AND 100`)
@Check('ck_documents_source', `source IN ('API', 'UI', 'Email', 'Hot Folder')`)
@Check(
  'ck_documents_status',
  `status IN ('New', 'Processing', 'Needs Review', 'Missing Info', 'Ready', 'Approved', 'Export', 'Exception', 'Archived')`,
)
export class DocumentRow {
  @PrimaryGeneratedColumn('identity', {
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_documents',
  })
  id: number;
  @Column('text')
  filename: string;
  @Column('text', { name: 'original_filename' })
  originalFilename: string;
  @Column('text', { name: 'mime_type' })
  mimeType: string;
  @Column('bigint')
  size: number | string;
  @Column('text')
  sha256: string;
  @Column('text')
  status: string;
  @Column('text', { name: 'status_reason', nullable: true })
  statusReason: string | null;
  @Column('text')
  source: string;
  @Column('integer', { name: 'contact_id' })
  contactId: number;
  @Column('integer', { name: 'folder_id' })
  folderId: number;
  @Column('integer', { name: 'profile_id' })
  profileId: number;
  @Column('text', { name: 'doc_type', nullable: true })
  docType: string | null;
  @Column('date', { name: 'doc_date', nullable: true })
  docDate: string | null;
  @Column('text', { nullable: true })
  notes: string | null;
  @Column('text', { name: 'ai_summary', nullable: true })
  aiSummary: string | null;
  @Column('integer', { name: 'confidence_score', nullable: true })
  confidenceScore: number | null;
  @Column('text', { name: 'confidence_reasoning', nullable: true })
  confidenceReasoning: string | null;
  @Column('json', { name: 'extracted_fields', default: {} })
  extractedFields: Record<string, string | null>;
  @Column('json', { name: 'custom_fields', default: {} })
  customFields: Record<string, unknown>;
  @Column('json', { name: 'line_items', default: [] })
  lineItems: { description: string; quantity: string; unit_price: string; amount: string }[];
  /** Text, not json: the driver and TypeORM would both parse and rewrite it. */
  @Column('text', { name: 'external_refs', default: '{}' })
  externalRefs: string;
  @Column('integer', { default: 0 })
  revision: number;
  @Column({ type: 'timestamptz', name: 'exported_at', precision: 3, nullable: true })
  exportedAt: Date | null;
  @Column('integer', { default: 1 })
  version: number;
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt: Date;
  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3 })
  updatedAt: Date;
}
