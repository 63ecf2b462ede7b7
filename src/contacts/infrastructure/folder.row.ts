import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { ContactRow } from './contact.row.js';

@Entity('folders')
export class FolderRow {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS', primaryKeyConstraintName: 'pk_folders' })
  id: number;
  @Index('ix_folders_contact_id')
  @Column('integer', { name: 'contact_id' })
  contactId: number;
  @ManyToOne(() => ContactRow, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'contact_id', foreignKeyConstraintName: 'fk_folders_contact' })
  contact?: ContactRow;
  @Column('text')
  name: string;
  @Column('boolean', { name: 'built_in', default: false })
  builtIn: boolean;
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3, default: () => 'now()' })
  updatedAt: Date;
}
