import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { Ids } from '../../shared/kernel/ids.js';
import { Outbox } from '../../shared/kernel/outbox.js';
import { operationalEventBody, type ParkedDelivery } from '../domain/operational-event-body.js';
import type { OperationalEvent } from '../domain/webhook-events.js';
import { EndpointQueries } from './endpoint.queries.js';

export interface OperationalChange {
  event: OperationalEvent;
  endpointId: number;
  /** Of `delivery.parked`. */
  parked?: ParkedDelivery;
}

/** Tells the endpoints that subscribe to it what has happened to another one. */
@Injectable()
export class AnnounceOperations {
  constructor(
    private readonly outbox: Outbox,
    private readonly endpoints: EndpointQueries,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Runs inside the transaction of the changes, after they are written. */
  async announce(changes: readonly OperationalChange[]): Promise<void> {
    if (changes.length === 0) return;
    const conditions = await this.endpoints.conditions([
      ...new Set(changes.map((change) => change.endpointId)),
    ]);
    const now = this.clock.now();
    const messages = changes.flatMap(({ event, endpointId, parked }) => {
      const endpoint = conditions.find(({ id }) => id === endpointId);
      if (!endpoint) return []; // deleted meanwhile: nobody waits for it
      // Off twice, by a person and by a 410: whichever came first has told. Both have the lock on the state.
      if (event === 'endpoint.disabled' && !endpoint.enabled && endpoint.stateReason === 'gone') return [];
      const eventId = this.ids.next();
      const body = operationalEventBody(event, { eventId, now }, endpoint, parked);
      return [{ eventId, event, documentId: null, revision: null, body, at: now, aboutEndpoint: endpointId }];
    });
    if (messages.length > 0) await this.outbox.append(messages);
  }
}
