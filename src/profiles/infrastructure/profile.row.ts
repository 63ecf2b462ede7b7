import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { LineItemColumn, ProfileField, ProfileReading } from '../../shared/kernel/extraction-profile.js';

@Entity('extraction_profiles')
@Index('uq_extraction_profiles_name', { synchronize: false }) // of lower(name)
@Check('ck_extraction_profiles_reading', `reading IN ('automatic', 'invoice', 'fields', 'draft')`)
export class ProfileRow {
  @PrimaryGeneratedColumn('identity', {
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_extraction_profiles',
  })
  id: number;
  @Column('text')
  name: string;
  @Column('text', { nullable: true })
  description: string | null;
  @Column('text', { default: 'fields' })
  reading: ProfileReading;
  @Column('boolean', { name: 'built_in', default: false })
  builtIn: boolean;
  @Column('json')
  fields: ProfileField[];
  @Column('json', { name: 'line_item_columns' })
  lineItemColumns: LineItemColumn[];
  @Column('integer', { default: 1 })
  version: number;
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3, default: () => 'now()' })
  updatedAt: Date;
}
