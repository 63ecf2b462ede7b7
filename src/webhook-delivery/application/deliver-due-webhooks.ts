import { Injectable, Logger } from '@nestjs/common';
import { classifyAnswer } from '../domain/classify-answer.js';
import type { Verdict } from '../domain/endpoint-health.js';
import { maskUrl } from '../domain/mask-url.js';
import { DeliveryQueue, type ClaimedDelivery } from './delivery-queue.js';
import { DeliverySettings } from './delivery-settings.js';
import { DeliverySignal } from './delivery-signal.js';
import { EndpointTargets } from './endpoint-targets.js';
import { SendLanes, type HeldDelivery } from './send-lanes.js';
import { SettlementBuffer } from './settlement-buffer.js';
import { SlotBook } from './slot-book.js';
import { UnstorableSettlement } from './unstorable-settlement.js';
import { WebhookSender, type SendOutcome } from './webhook-sender.js';
import { WorkerSlots } from './worker-slots.js';

/** After the headers: the body of the answer (1 s), and time to settle. */
const AFTER_HEADERS_MS = 2000;
const MAX_BATCH = 500;
/** Retries later than this are left to the sweep: a second more or less does not matter for them. */
const SOON_MS = 60_000;
/** While there is something to send, claims gather: one of 200 rows costs little more than one of 20. */
const PACE_MS = 15;
/** Deliveries that this process holds, those included that are settled or wait for a slot. */
const MAX_HELD = 2000;

/** Claim, send, settle. No transaction is open while a request is under way. */
@Injectable()
export class DeliverDueWebhooks {
  readonly #log = new Logger(DeliverDueWebhooks.name);
  readonly #settlements: SettlementBuffer;
  readonly #lanes: SendLanes;
  readonly #slots: WorkerSlots;
  /** From a claim to the last moment at which a send may start: enough of the lease is left then. */
  readonly #startableMs: number;
  readonly #late: ClaimedDelivery[] = [];
  /** Sends that are not settled yet. */
  #inFlight = 0;
  #whenIdle: (() => void) | undefined;
  #lastClaim = -Infinity;
  #stopped = false;
  #outage = false;

  constructor(
    private readonly queue: DeliveryQueue,
    private readonly targets: EndpointTargets,
    private readonly sender: WebhookSender,
    private readonly settings: DeliverySettings,
    private readonly signal: DeliverySignal,
    slotBook: SlotBook,
  ) {
    this.#startableMs = settings.leaseSeconds * 1000 - settings.timeoutMs - AFTER_HEADERS_MS;
    this.#settlements = new SettlementBuffer(
      queue,
      settings.worker,
      MAX_BATCH,
      (error) => this.onTrouble(error),
      () => this.#lanes.waiting > 0,
    );
    const sending = (): number => this.#lanes.sending;
    this.#slots = new WorkerSlots(slotBook, settings, signal, this.#startableMs, sending);
    this.#lanes = new SendLanes(
      () => this.#slots.most,
      (held) => void this.deliver(held),
    );
  }

  /** Claims what is due, as far as there is room, and starts sending it. @returns how many will be sent */
  async execute(): Promise<number> {
    await this.giveBack(this.#lanes.takeBack());
    const now = performance.now();
    if (this.#lanes.waiting > 0 && now < this.#lastClaim + PACE_MS) {
      this.signal.raiseIn(PACE_MS);
      return 0;
    }
    if (this.#slots.isLimited) {
      await this.#slots.look();
      this.#lanes.pump(); // there may be more slots than before
      if (this.#slots.most === 0) return 0;
    }
    const { ahead } = this.#lanes;
    const slots = this.#slots.most;
    const aheadOfAll = [...ahead.values()].reduce((sum, count) => sum + count, 0);
    // Lanes do not know of the limit: with few slots for all of them, much would lie here and go to no other worker.
    const most = slots + (this.#slots.isLimited ? Math.min(slots, aheadOfAll) : aheadOfAll);
    const room = Math.min(MAX_HELD, most) - this.#inFlight - this.#lanes.waiting;
    if (room <= 0) return 0;
    this.#lastClaim = now;
    const { leaseSeconds, worker } = this.settings;
    // Measured from before the claim, on a clock that also runs while the process is frozen: never too late.
    const lastStart = performance.now() + this.#startableMs;
    const claimed = await this.queue.claim(room, leaseSeconds, worker, ahead);
    const sent = claimed.length > 0 ? await this.start(claimed, lastStart) : 0;
    if (this.#slots.isLimited && claimed.length < room) await this.#slots.found(this.#lanes.needed);
    return sent;
  }

  /** @returns how many will be sent; the others are given back */
  private async start(claimed: readonly ClaimedDelivery[], lastStart: number): Promise<number> {
    const unsent: ClaimedDelivery[] = [];
    try {
      const targets = await this.targets.load([...new Set(claimed.map((delivery) => delivery.endpointId))]);
      for (const delivery of claimed) {
        const target = targets.get(delivery.endpointId);
        if (target && this.mayStart(lastStart)) this.#lanes.add({ delivery, target, lastStart });
        else unsent.push(delivery);
      }
    } catch (error) {
      await this.giveBack(claimed).catch(() => undefined); // the next turn tries again
      throw error;
    }
    this.#lanes.pump();
    await this.giveBack(unsent);
    return claimed.length - unsent.length;
  }

  /** From now on nothing is started; what is claimed meanwhile is given back. */
  stop(): void {
    this.#stopped = true;
  }

  /** Resolves when everything that was started is sent and settled, and the rest is given back. */
  async drain(): Promise<void> {
    if (this.#stopped) await this.giveBack(this.#lanes.takeBack(true));
    if (this.#inFlight > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
    await this.giveBack([]);
    if (this.#stopped) await this.#slots.release();
  }

  private mayStart(lastStart: number): boolean {
    return !this.#stopped && performance.now() < lastStart;
  }

  /** With what came too late for its lease, or stands before a shut gate. What cannot be given back now is kept. */
  private async giveBack(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    const unsent = [...deliveries, ...this.#late.splice(0)];
    if (unsent.length === 0) return;
    try {
      await this.queue.release(unsent);
    } catch (error) {
      this.#late.push(...unsent);
      throw error;
    }
  }

  private async deliver(held: HeldDelivery): Promise<void> {
    const { delivery, target, lastStart } = held;
    this.#inFlight += 1;
    try {
      if (!this.mayStart(lastStart)) {
        this.#late.push(delivery);
        return this.#lanes.answered(held);
      }
      const outcome = await this.sender.send(target, {
        id: delivery.eventId,
        event: delivery.event,
        body: delivery.body,
        attempt: delivery.attempts + 1,
        resend: delivery.isResend,
      });
      const { startedAt, durationMs, statusCode, error, errorClass, retryAfter, responseExcerpt } = outcome;
      const result = classifyAnswer(
        { statusCode, retryAfter, aborted: errorClass === 'aborted', proxyFailed: errorClass === 'proxy' },
        startedAt,
      );
      // What the receiver asked for counts from now on, not first when it is written.
      const { endpointId } = delivery;
      const shuts = result.kind === 'pause' || result.kind === 'gone';
      if (shuts) this.#lanes.hold(endpointId);
      this.#lanes.answered(held, durationMs);
      const verdict = await this.#settlements.add({
        delivery,
        result,
        startedAt,
        durationMs,
        statusCode,
        error,
        responseExcerpt,
      });
      this.#lanes.settled(held);
      if (shuts || isShutBy(verdict)) this.#late.push(...this.#lanes.takeBackOf(endpointId));
      if (shuts) this.#lanes.resume(endpointId);
      this.#outage = false;
      if (verdict?.kind !== 'delivered') this.onFailure(held, outcome, verdict);
    } finally {
      this.#inFlight -= 1;
      if (this.#inFlight === 0) this.#whenIdle?.();
      this.signal.raise(); // there is room again
    }
  }

  private onFailure({ delivery, target }: HeldDelivery, outcome: SendOutcome, verdict?: Verdict): void {
    if (verdict?.kind === 'retry' && verdict.delayMs < SOON_MS) this.signal.raiseIn(verdict.delayMs);
    this.#log.warn(
      {
        delivery_id: delivery.deliveryId,
        endpoint_id: delivery.endpointId,
        url: maskUrl(target.url),
        attempt: delivery.attempts + 1,
        status_code: outcome.statusCode,
        error: outcome.error,
        then: verdict,
      },
      verdict ? 'Not delivered' : 'The lease was taken over during the request; nothing was changed',
    );
  }

  private async onTrouble(error: unknown): Promise<void> {
    if (error instanceof UnstorableSettlement) {
      this.#log.warn({ err: error }, 'An outcome cannot be written as it is; each is settled alone');
      return;
    }
    if (!this.#outage) {
      this.#log.warn(
        { err: error },
        'Outcomes cannot be written at the moment; they are kept until they can',
      );
    }
    this.#outage = true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** The endpoint's gate: what is held for it goes back to the queue, which lets one probe at a time through. */
function isShutBy(verdict: Verdict | undefined): boolean {
  return verdict?.kind === 'held' || (verdict?.kind === 'retry' && verdict.shuts === true);
}
