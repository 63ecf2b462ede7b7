import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import pg from 'pg';
import { Config } from '../../shared/config/config.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { DeliverySignal } from '../application/delivery-signal.js';
import { WorkerWakeup } from '../application/worker-wakeup.js';
import { SequencerSignal } from './sequencer-signal.js';

const CHANNEL = 'recordengine_deliveries';
const QUIET_MS = 20;
const RECONNECT_MS = 1000;

/**
 * Wakes the workers after a commit: this process's at once, the others' by NOTIFY. Never inside the transaction, for
 * NOTIFY takes a lock of the whole instance at commit; and at most every 20 ms, for one hint is as good as a hundred.
 */
@Injectable()
export class DeliveryWakeup
  extends WorkerWakeup
  implements OnApplicationBootstrap, BeforeApplicationShutdown
{
  readonly #log = new Logger(DeliveryWakeup.name);
  #listener: pg.Client | undefined;
  #stopped = false;
  #quietUntil = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: TypeOrmUnitOfWork,
    private readonly signal: DeliverySignal,
    private readonly sequencer: SequencerSignal,
  ) {
    super();
  }

  wake(): void {
    this.raise();
    if (this.#timer || this.#stopped) return;
    this.#timer = setTimeout(() => this.notify(), Math.max(0, this.#quietUntil - performance.now()));
    this.#timer.unref();
  }

  onApplicationBootstrap(): void {
    if (this.config.roles.has('worker')) void this.listen();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#listener?.end().catch(() => undefined);
  }

  private raise(): void {
    this.signal.raise();
    this.sequencer.raise();
  }

  private notify(): void {
    this.#timer = undefined;
    this.#quietUntil = performance.now() + QUIET_MS;
    // A lost hint costs at most a second: the sweep finds the rows.
    this.unitOfWork.manager.query(`SELECT pg_notify($1, '')`, [CHANNEL]).catch(() => undefined);
  }

  private async listen(): Promise<void> {
    while (!this.#stopped) {
      const client = new pg.Client({
        connectionString: this.config.databaseUrl,
        keepAlive: true,
        application_name: 'recordengine listener',
      });
      this.#listener = client;
      try {
        client.on('notification', () => this.raise());
        const ended = new Promise<void>((resolve) => client.on('end', resolve).on('error', () => resolve()));
        await client.connect();
        if (this.#stopped) throw new Error('stopped while connecting'); // that end() may have ended nothing
        await client.query(`LISTEN ${CHANNEL}`);
        this.raise(); // what was announced meanwhile
        await ended;
      } catch (error) {
        this.#log.debug(`Cannot listen, the sweep goes on: ${String(error)}`);
      }
      await client.end().catch(() => undefined);
      if (!this.#stopped) await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS).unref());
    }
  }
}
