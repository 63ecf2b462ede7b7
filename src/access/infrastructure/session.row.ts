import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { ApiTokenRow } from './api-token.row.js';
import { UserRow } from './user.row.js';

@Entity('sessions')
@Unique('uq_sessions_id', ['id'])
@Check('ck_sessions_holder', '(token_id IS NULL) <> (user_id IS NULL)')
export class SessionRow {
  @PrimaryColumn('bytea', { name: 'id_hash', primaryKeyConstraintName: 'pk_sessions' })
  secretHash: Buffer;
  @Column('uuid')
  id: string;
  @Index('ix_sessions_token_id')
  @Column('integer', { name: 'token_id', nullable: true })
  tokenId: number | null;
  @ManyToOne(() => ApiTokenRow, { nullable: true, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'token_id', foreignKeyConstraintName: 'fk_sessions_token' })
  token: ApiTokenRow | null;
  @Index('ix_sessions_user_id')
  @Column('integer', { name: 'user_id', nullable: true })
  userId: number | null;
  @ManyToOne(() => UserRow, { nullable: true, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'fk_sessions_user' })
  user: UserRow | null;
  @Column('text', { name: 'csrf_token' })
  csrfToken: string;
  @Column('text')
  address: string;
  @Column('text', { name: 'user_agent' })
  userAgent: string;
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
  @Column({ type: 'timestamptz', name: 'last_used_at', precision: 3, default: () => 'now()' })
  lastUsedAt: Date;
  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3 })
  expiresAt: Date;
}
