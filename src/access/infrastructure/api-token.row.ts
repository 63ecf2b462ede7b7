import { Column, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { Scope } from '../../shared/kernel/caller.js';

@Entity('api_tokens')
@Unique('uq_api_tokens_token_hash', ['tokenHash'])
@Index('uq_api_tokens_bootstrap', ['bootstrap'], { unique: true, where: 'bootstrap' })
export class ApiTokenRow {
  @PrimaryGeneratedColumn('identity', {
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_api_tokens',
  })
  id: number;
  @Column('text')
  name: string;
  @Column('bytea', { name: 'token_hash' })
  tokenHash: Buffer;
  @Column('text', { array: true })
  scopes: Scope[];
  @Column('boolean', { default: false })
  bootstrap: boolean;
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3, nullable: true })
  expiresAt: Date | null;
  @Column({ type: 'timestamptz', name: 'last_used_at', precision: 3, nullable: true })
  lastUsedAt: Date | null;
}
