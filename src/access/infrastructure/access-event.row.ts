import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { AccessEventKind } from '../domain/access-event.js';

@Entity('access_events')
@Index('ix_access_events_at', ['at', 'id'])
@Check(
  'ck_access_events_what',
  `what IN ('login', 'login_failed', 'logout', 'password_changed', 'user_created', 'user_changed', 'user_deleted',
    'token_created', 'token_revoked', 'session_revoked')`,
)
export class AccessEventRow {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_access_events',
  })
  id: number;
  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  at: Date;
  @Column('text')
  actor: string;
  @Column('text')
  what: AccessEventKind;
  @Column('text')
  subject: string;
  @Column('text', { nullable: true })
  detail: string | null;
  @Column('text', { nullable: true })
  address: string | null;
}
