import { Injectable } from '@nestjs/common';
import type { WebhookEvent } from '../domain/webhook-events.js';
import type { EventView } from './event.queries.js';

/** Makes an example of each event, with the code that makes real ones. Whoever writes an event adds its sample. */
@Injectable()
export class EventSamples {
  readonly #makers = new Map<WebhookEvent, () => EventView>();

  add(event: WebhookEvent, make: () => EventView): void {
    this.#makers.set(event, make);
  }

  of(event: WebhookEvent): EventView {
    const make = this.#makers.get(event);
    if (!make) throw new Error(`Nobody has added a sample of ${event}`);
    return make();
  }
}
