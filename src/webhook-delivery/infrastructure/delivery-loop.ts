import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Config } from '../../shared/config/config.js';
import { DeliverDueWebhooks } from '../application/deliver-due-webhooks.js';
import { DeliveryQueue } from '../application/delivery-queue.js';
import { DeliverySettings } from '../application/delivery-settings.js';
import { DeliverySignal } from '../application/delivery-signal.js';
import { PlaceDeliveries } from '../application/place-deliveries.js';

/** The scheduled outbox processor. It claims while there is something to claim, and otherwise waits for a signal. */
@Injectable()
export class DeliveryLoop implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  readonly #log = new Logger(DeliveryLoop.name);
  #stopping = false;
  #loop: Promise<void> = Promise.resolve();
  #placing: Promise<void> = Promise.resolve();

  constructor(
    private readonly config: Config,
    private readonly deliver: DeliverDueWebhooks,
    private readonly queue: DeliveryQueue,
    private readonly placeDeliveries: PlaceDeliveries,
    private readonly settings: DeliverySettings,
    private readonly signal: DeliverySignal,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.roles.has('worker')) this.#loop = this.run();
  }

  /** Stops claiming. This hook comes first everywhere; no other module's slow shutdown goes before it. */
  onModuleDestroy(): void {
    this.#stopping = true;
    this.deliver.stop();
    this.signal.raise();
    if (this.config.roles.has('worker')) this.#log.log('Claims no more deliveries; finishes those under way');
  }

  /** Waits for what is under way to be sent and settled. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop;
    await this.#placing;
    await this.deliver.drain();
  }

  /**
   * Every second: takes over what lost its worker, and looks again. This alone would deliver everything. What this
   * process sent itself and could not settle yet is no loss: taken over, it would be sent again.
   */
  @Cron('* * * * * *', { waitForCompletion: true })
  async sweep(): Promise<void> {
    if (this.#stopping || !this.config.roles.has('worker')) return;
    try {
      const { tokens } = this.queue.unsettled;
      const recovered = await this.queue.recoverExpired(this.settings.leaseSeconds, tokens);
      if (recovered > 0) this.#log.warn(`Took over ${recovered} deliveries whose worker was lost`);
    } catch (error) {
      this.#log.debug(`Sweep failed: ${String(error)}`);
    }
    this.signal.raise();
  }

  /** A job of its own: it may take as long as a million rows take, and nobody's lost worker waits for that. */
  @Cron('* * * * * *', { waitForCompletion: true })
  async place(): Promise<void> {
    if (this.#stopping || !this.config.roles.has('worker')) return;
    this.#placing = this.#place();
    await this.#placing;
  }

  async #place(): Promise<void> {
    try {
      if ((await this.placeDeliveries.execute(() => !this.#stopping)) > 0) this.signal.raise();
    } catch (error) {
      this.#log.debug(`Placing deliveries failed: ${String(error)}`);
    }
  }

  private async run(): Promise<void> {
    while (!this.#stopping) {
      try {
        if ((await this.deliver.execute()) > 0) continue;
      } catch (error) {
        this.#log.warn({ err: error }, 'Claiming failed; tried again with the next sweep');
      }
      if (this.#stopping) return;
      await this.signal.wait();
      await nextTurn(); // a batch that was settled frees all its places in this turn: they are filled by one claim
    }
  }
}
