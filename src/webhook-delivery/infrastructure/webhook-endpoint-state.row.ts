import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { WebhookEndpointRow } from './webhook-endpoint.row.js';

@Entity('webhook_endpoint_states')
export class WebhookEndpointStateRow {
  @PrimaryColumn('integer', {
    name: 'endpoint_id',
    primaryKeyConstraintName: 'pk_webhook_endpoint_states',
  })
  endpointId: number;
  @OneToOne(() => WebhookEndpointRow, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'endpoint_id', foreignKeyConstraintName: 'fk_webhook_endpoint_states_endpoint' })
  endpoint?: WebhookEndpointRow;
  @Column('integer', { name: 'consecutive_failures', default: 0 })
  consecutiveFailures: number;
  @Column('text', { name: 'last_failure', nullable: true })
  lastFailure: string | null;
}
