import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Config } from '../../../shared/config/config.js';
import { Clock } from '../../../shared/kernel/clock.js';
import { GiveUpRetry } from '../../application/give-up-retry.js';
import { IntakeItems } from '../../application/intake-items.js';
import { ReceiveArrival } from '../../application/receive-arrival.js';
import { HotFolderLoop } from './hot-folder-loop.js';

/** Over all folders: each file in hand holds a connection to the database for some of the time. */
const LANES = 6;
const GONE_AFTER_MS = 10_000;

/** Watches the hot folders for as long as the application runs, in every process that is a worker. */
@Injectable()
export class HotFolders implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('HotFolder');
  readonly #loops: HotFolderLoop[];

  constructor(
    private readonly config: Config,
    receive: ReceiveArrival,
    giveUp: GiveUpRetry,
    items: IntakeItems,
    clock: Clock,
  ) {
    const folders = config.roles.has('worker') ? config.hotFolders : [];
    const options = {
      scanMs: config.hotFolderScanMs,
      stillMs: config.hotFolderStillMs,
      lanes: Math.max(1, Math.floor(LANES / folders.length)),
      goneAfterMs: GONE_AFTER_MS,
    };
    this.#loops = folders.map(
      (settings) => new HotFolderLoop(settings, receive, giveUp, items, clock, options),
    );
  }

  onApplicationBootstrap(): void {
    for (const loop of this.#loops) loop.start();
    if (this.#loops.length > 0) {
      this.#log.log(`Watches ${this.config.hotFolders.map(({ path }) => path).join(', ')}`);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
  }
}
