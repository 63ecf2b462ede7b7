import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { ApiTokenRow } from './api-token.row.js';

@Entity('sessions')
export class SessionRow {
  @PrimaryColumn('bytea', { name: 'id_hash', primaryKeyConstraintName: 'pk_sessions' })
  idHash: Buffer;
  @Index('ix_sessions_token_id')
  @Column('integer', { name: 'token_id' })
  tokenId: number;
  @ManyToOne(() => ApiTokenRow, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'token_id', foreignKeyConstraintName: 'fk_sessions_token' })
  token: ApiTokenRow;
  @Column('text', { name: 'csrf_token' })
  csrfToken: string;
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3 })
  expiresAt: Date;
}
