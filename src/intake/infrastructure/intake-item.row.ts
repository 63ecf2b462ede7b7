import { Check, Column, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { IntakeChannel } from '../domain/intake-channel.js';
import type { IntakeResult } from '../domain/intake-result.js';

@Entity('intake_items')
@Unique('uq_intake_items_source', ['channel', 'sourceKey'])
@Index('ix_intake_items_result', ['result', 'id'])
@Index('ix_intake_items_retry', ['retryRequestedAt'], { where: 'retry_requested_at IS NOT NULL' })
@Check('ck_intake_items_channel', `channel IN ('hot_folder', 'email')`)
@Check('ck_intake_items_result', `result IN ('waiting', 'accepted', 'failed')`)
@Check('ck_intake_items_document', `(result = 'accepted') = (document_id IS NOT NULL)`)
export class IntakeItemRow {
  @PrimaryGeneratedColumn('identity', {
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_intake_items',
  })
  id: number;
  @Column('text')
  channel: IntakeChannel;
  @Column('text', { name: 'source_key' })
  sourceKey: string;
  @Column('text')
  origin: string;
  @Column('text')
  name: string;
  @Column('text', { nullable: true })
  sha256: string | null;
  @Column('text', { default: 'waiting' })
  result: IntakeResult;
  @Column('text', { nullable: true })
  reason: string | null;
  @Column('integer', { default: 0 })
  attempts: number;
  /** It stays when the document is deleted: what arrived has arrived. */
  @Column('integer', { name: 'document_id', nullable: true })
  documentId: number | null;
  @Column({ type: 'timestamptz', name: 'retry_requested_at', precision: 3, nullable: true })
  retryRequestedAt: Date | null;
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3, default: () => 'now()' })
  updatedAt: Date;
}
