import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import type { ContactType } from '../domain/contact.js';

@Entity('contacts')
@Check('ck_contacts_type', `type IN ('Client', 'Vendor', 'Partner', 'Internal', 'Other')`)
export class ContactRow {
  @PrimaryGeneratedColumn('identity', {
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_contacts',
  })
  id: number;
  @Column('text')
  name: string;
  @Column('text')
  type: ContactType;
  @Column('text', { nullable: true })
  email: string | null;
  @Column('text', { nullable: true })
  phone: string | null;
  @Column('text', { nullable: true })
  notes: string | null;
  @Index('ix_contacts_parent_id')
  @Column('integer', { name: 'parent_id', nullable: true })
  parentId: number | null;
  @ManyToOne(() => ContactRow)
  @JoinColumn({ name: 'parent_id', foreignKeyConstraintName: 'fk_contacts_parent' })
  parent?: ContactRow;
  @Index('ix_contacts_default_profile_id')
  @Column('integer', { name: 'default_profile_id', nullable: true })
  defaultProfileId: number | null;
  @Column('boolean', { name: 'built_in', default: false })
  builtIn: boolean;
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3, default: () => 'now()' })
  updatedAt: Date;
}
