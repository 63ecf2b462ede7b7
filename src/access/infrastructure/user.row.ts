import { Check, Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { UserRole } from '../domain/user.js';

@Entity('users')
@Unique('uq_users_email', ['email'])
@Check('ck_users_role', `role IN ('admin', 'reviewer', 'viewer')`)
export class UserRow {
  @PrimaryGeneratedColumn('identity', {
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_users',
  })
  id: number;
  @Column('text')
  email: string;
  @Column('text')
  name: string;
  @Column('text')
  role: UserRole;
  @Column('text', { name: 'password_hash', nullable: true })
  passwordHash: string | null;
  @Column('boolean', { default: false })
  disabled: boolean;
  @Column({ type: 'timestamptz', name: 'last_login_at', precision: 3, nullable: true })
  lastLoginAt: Date | null;
  @Column({ type: 'timestamptz', name: 'password_changed_at', precision: 3, nullable: true })
  passwordChangedAt: Date | null;
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3, default: () => 'now()' })
  updatedAt: Date;
}
