import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  operationalEventBody,
  type EndpointCondition,
  type ParkedDelivery,
} from '../domain/operational-event-body.js';
import type { OperationalEvent } from '../domain/webhook-events.js';
import { EventSamples } from './event-samples.js';

const NOW = new Date('2026-01-15T09:30:00.000Z');
const EVENT_ID = '019b3c5e-6f00-7000-8000-000000000012';
const HEALTHY: EndpointCondition = {
  id: 12,
  url: 'https://crm.example/hooks/secret',
  state: 'healthy',
  stateReason: null,
  consecutiveFailures: 0,
  nextProbeAt: null,
};
const BROKEN = { stateReason: 'http: the receiver answered 503 Service Unavailable' };
const PARKED: ParkedDelivery = {
  deliveryId: '019b3c5e-6e00-7000-8000-000000000001',
  eventId: '019b3c5e-6d00-7000-8000-000000000847',
  documentId: 847,
  revision: 1,
  attempts: 15,
  reason: 'retries_exhausted',
};
const CONDITIONS: Record<OperationalEvent, EndpointCondition> = {
  'endpoint.failing': { ...HEALTHY, ...BROKEN, state: 'failing', consecutiveFailures: 1 },
  'endpoint.open': { ...HEALTHY, ...BROKEN, state: 'open', consecutiveFailures: 5, nextProbeAt: NOW },
  'endpoint.recovered': HEALTHY,
  'endpoint.disabled': { ...HEALTHY, state: 'disabled', stateReason: 'gone' },
  'delivery.parked': HEALTHY,
};

/** The samples of the operational events. */
@Injectable()
export class SampleOperations implements OnModuleInit {
  constructor(private readonly samples: EventSamples) {}

  onModuleInit(): void {
    for (const [event, condition] of Object.entries(CONDITIONS) as [OperationalEvent, EndpointCondition][]) {
      const parked = event === 'delivery.parked' ? PARKED : undefined;
      this.samples.add(event, () => ({
        eventId: EVENT_ID,
        event,
        documentId: null,
        revision: null,
        createdAt: NOW,
        position: null,
        body: operationalEventBody(event, { eventId: EVENT_ID, now: NOW }, condition, parked),
      }));
    }
  }
}
