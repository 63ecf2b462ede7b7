import { Check, Column, Entity, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import type { Gate } from '../domain/endpoint-health.js';
import { WebhookEndpointRow } from './webhook-endpoint.row.js';

@Entity('webhook_endpoint_states')
@Check('ck_webhook_endpoint_states_gate', `gate IN ('closed', 'open', 'paused', 'gone')`)
@Check('ck_webhook_endpoint_states_gate_until', `(gate IN ('open', 'paused')) = (gate_until IS NOT NULL)`)
@Check('ck_webhook_endpoint_states_announced', `announced IN ('failing', 'open')`)
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
  @Column('text', { default: 'closed' })
  gate: Gate;
  /** The next probe of an `open` or `paused` gate. */
  @Column('timestamptz', { name: 'gate_until', nullable: true })
  gateUntil: Date | null;
  @Column('integer', { name: 'probe_interval_ms', default: 0 })
  probeIntervalMs: number;
  @Column('integer', { name: 'pause_ms', default: 0 })
  pauseMs: number;
  @Column('integer', { name: 'last_probed_document', nullable: true })
  lastProbedDocument: number | null;
  @Column('integer', { name: 'refused_documents', array: true, default: () => `'{}'` })
  refusedDocuments: number[];
  @Column('integer', { nullable: true })
  ramp: number | null;
  @Column('text', { nullable: true })
  announced: 'failing' | 'open' | null;
  @Column('timestamptz', { name: 'last_delivered_at', nullable: true })
  lastDeliveredAt: Date | null;
}
