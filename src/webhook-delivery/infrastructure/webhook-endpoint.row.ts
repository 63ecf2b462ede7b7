import { Check, Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { EndpointAuth } from '../domain/endpoint-auth.js';
import type { WebhookEvent } from '../domain/webhook-events.js';

@Entity('webhook_endpoints')
@Check('ck_webhook_endpoints_auth_type', `auth_type IN ('none', 'bearer', 'header')`)
@Check('ck_webhook_endpoints_max_in_flight', `max_in_flight BETWEEN 1 AND 1000`)
export class WebhookEndpointRow {
  @PrimaryGeneratedColumn('identity', {
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_webhook_endpoints',
  })
  id: number;
  @Column('text')
  url: string;
  @Column('text', { array: true })
  events: WebhookEvent[];
  @Column('text', { nullable: true })
  description: string | null;
  @Column('boolean', { default: true })
  enabled: boolean;
  @Column('text', { name: 'auth_type', default: 'none' })
  authType: EndpointAuth['type'];
  @Column('text', { name: 'auth_name', nullable: true })
  authName: string | null;
  @Column('text', { name: 'auth_sealed', nullable: true })
  authSealed: string | null;
  @Column('text', { name: 'headers_sealed' })
  headersSealed: string;
  @Column('text', { name: 'header_names', array: true, default: () => `'{}'` })
  headerNames: string[];
  @Column('text', { name: 'secret_sealed' })
  secretSealed: string;
  @Column('text', { name: 'previous_secret_sealed', nullable: true })
  previousSecretSealed: string | null;
  @Column({ type: 'timestamptz', name: 'previous_secret_expires_at', precision: 3, nullable: true })
  previousSecretExpiresAt: Date | null;
  @Column('integer', { name: 'max_in_flight', default: 16 })
  maxInFlight: number;
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'now()' })
  createdAt: Date;
  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3, default: () => 'now()' })
  updatedAt: Date;
  @Column({ type: 'timestamptz', name: 'deleted_at', precision: 3, nullable: true })
  deletedAt: Date | null;
}
