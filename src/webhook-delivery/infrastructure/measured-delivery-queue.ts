import { Injectable } from '@nestjs/common';
import { DeliveryQueue, type ClaimedDelivery, type Settlement } from '../application/delivery-queue.js';
import type { Verdict } from '../domain/endpoint-health.js';
import { PostgresDeliveryQueue } from './postgres-delivery-queue.js';
import { PrometheusMetricsPage } from './prometheus-metrics-page.js';

/** Everything worth measuring passes the queue, so the use cases need not know of it. */
@Injectable()
export class MeasuredDeliveryQueue extends DeliveryQueue {
  constructor(
    private readonly queue: PostgresDeliveryQueue,
    private readonly metrics: PrometheusMetricsPage,
  ) {
    super();
  }

  async claim(...call: Parameters<DeliveryQueue['claim']>): Promise<ClaimedDelivery[]> {
    const end = this.metrics.claimSeconds.startTimer();
    try {
      return await this.queue.claim(...call);
    } finally {
      end();
    }
  }

  async settle(settlements: readonly Settlement[], worker: string): Promise<Map<string, Verdict>> {
    const verdicts = await this.queue.settle(settlements, worker);
    const outcomes = new Map<string, number>();
    for (const { delivery, error } of settlements) {
      const verdict = verdicts.get(delivery.deliveryId);
      if (!verdict) continue;
      // An error begins with its class.
      const outcome = error?.split(':', 1)[0] ?? 'delivered';
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (verdict.kind === 'delivered' && !delivery.isResend)
        this.metrics.commitToDelivery.observe(secondsSince(delivery.eventId));
    }
    for (const [outcome, count] of outcomes) this.metrics.attempts.inc({ outcome }, count);
    return verdicts;
  }

  release(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    return this.queue.release(deliveries);
  }

  override needsState(settlement: Settlement): boolean {
    return this.queue.needsState(settlement);
  }

  async recoverExpired(...call: Parameters<DeliveryQueue['recoverExpired']>): Promise<number> {
    const recovered = await this.queue.recoverExpired(...call);
    this.metrics.leaseTakeovers.inc(recovered);
    // Sent or not, their outcome is logged as that.
    if (recovered > 0) this.metrics.attempts.inc({ outcome: 'lost' }, recovered);
    return recovered;
  }
}

/** A UUIDv7 begins with its time, in milliseconds. */
function secondsSince(eventId: string): number {
  const madeAt = Number.parseInt(eventId.slice(0, 8) + eventId.slice(9, 13), 16);
  return Math.max(0, Date.now() - madeAt) / 1000;
}
