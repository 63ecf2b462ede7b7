import { type BeforeApplicationShutdown, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ProcessNewDocuments } from '../application/process-new-documents.js';
import { ProcessingDesk } from '../application/processing-desk.js';

export interface ProcessingLoopOptions {
  /** Off: nothing is started (a process without the worker role). */
  enabled: boolean;
  /** Documents in hand at the same time. */
  lanes: number;
  pollMs: number;
  recoverEveryMs: number;
  /** How long a shutdown waits for documents in hand before they are put back. */
  graceMs: number;
}

const DEFAULTS: ProcessingLoopOptions = {
  enabled: true,
  lanes: 2,
  pollMs: 1000,
  recoverEveryMs: 5000,
  graceMs: 10_000,
};

/** Keeps processing New documents for as long as the application runs. */
export class ProcessingLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger(ProcessingLoop.name);
  readonly #options: ProcessingLoopOptions;
  readonly #stop = new AbortController();
  readonly #giveUp = new AbortController();
  readonly #sleepers = new Set<() => void>();
  #wakeUps = 0;
  #loops: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly processNewDocuments: ProcessNewDocuments,
    private readonly desk: ProcessingDesk,
    options: Partial<ProcessingLoopOptions> = {},
  ) {
    this.#options = { ...DEFAULTS, ...options };
  }

  onApplicationBootstrap(): void {
    if (!this.#options.enabled) return;
    const { lanes, pollMs, recoverEveryMs } = this.#options;
    const process = () => this.processNewDocuments.execute(this.#giveUp.signal);
    const recover = async () => {
      if ((await this.desk.recoverLost()) > 0) this.wake();
      return false;
    };
    this.#loops = Promise.all([
      this.#repeat(recover, recoverEveryMs, false),
      ...Array.from({ length: lanes }, () => this.#repeat(process, pollMs, true)),
    ]);
  }

  /** There may be something to do: look now rather than at the next poll. */
  wake(): void {
    this.#wakeUps += 1;
    for (const rouse of this.#sleepers) rouse();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    const timer = setTimeout(
      () => this.#giveUp.abort(new Error('The service is shutting down')),
      this.#options.graceMs,
    );
    await this.#loops;
    clearTimeout(timer);
  }

  /** Goes on at once while there is work, and pauses after a look that found none or failed. */
  async #repeat(work: () => Promise<boolean>, pauseMs: number, canBeWoken: boolean): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const wakeUps = this.#wakeUps;
      const more = await work().catch((error: unknown) => {
        this.#log.error(`Processing is held up: ${String(error)}`);
        return false;
      });
      const missed = canBeWoken && this.#wakeUps !== wakeUps; // a wake-up during the look
      if (!more && !missed) await this.#pause(pauseMs, canBeWoken);
    }
  }

  #pause(milliseconds: number, canBeWoken: boolean): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, milliseconds);
      const stop = this.#stop.signal;
      const sleepers = this.#sleepers;
      if (stop.aborted) return done();
      stop.addEventListener('abort', done);
      if (canBeWoken) sleepers.add(done);
      function done(): void {
        clearTimeout(timer);
        stop.removeEventListener('abort', done);
        sleepers.delete(done);
        resolve();
      }
    });
  }
}
