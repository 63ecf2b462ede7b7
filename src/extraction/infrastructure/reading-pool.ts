import type { LanguageData } from './language-data.js';
import { ReadingProcess } from './reading-process.js';

export interface ReadingPoolOptions {
  /** How many requests are answered at the same time, each by a process of its own. */
  size: number;
  timeLimitMs: number;
  /** Resident memory of one process. */
  memoryLimitMb: number;
  /** A process is replaced after so many requests, whatever it may have leaked. A document makes two. */
  requestsPerProcess: number;
  /** The compiled entry of the process. */
  worker: URL;
  /** A process without work for so long is ended; the next request starts another. */
  idleMs: number;
  /** Of texts in pictures, for processes that recognise them. */
  languages: readonly LanguageData[];
}

const DEFAULTS: ReadingPoolOptions = {
  size: 2,
  timeLimitMs: 60_000,
  memoryLimitMb: 1024,
  requestsPerProcess: 400,
  worker: new URL('./text-worker.js', import.meta.url),
  idleMs: Infinity,
  languages: [],
};

interface Slot {
  process: ReadingProcess;
  /** Runs while there is nothing to do. */
  idle?: NodeJS.Timeout;
}

/** A few processes that read and understand documents: kept warm, limited in time and memory, and replaced. */
export class ReadingPool {
  readonly #options: ReadingPoolOptions;
  readonly #idle: Slot[] = [];
  readonly #all = new Set<Slot>();
  readonly #waiting: ((slot: Slot) => void)[] = [];
  #closed = false;

  constructor(options: Partial<ReadingPoolOptions> = {}) {
    this.#options = { ...DEFAULTS, ...options };
  }

  get pids(): number[] {
    return [...this.#all].map((slot) => slot.process.pid).filter((pid) => pid !== undefined);
  }

  /** Starts one process ahead of the first request: loading the parsers takes about half a second. */
  warm(): void {
    if (this.#all.size === 0) this.#idle.push(this.#newSlot());
  }

  /** Has one process to itself for as long as `work` takes. An aborted `signal` ends the wait for it. */
  async use<T>(work: (process: ReadingProcess) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const slot = await this.#takeSlot(signal);
    try {
      if (!slot.process.isAlive) slot.process = this.#start();
      return await work(slot.process);
    } finally {
      this.#giveBack(slot);
    }
  }

  /** Ends all processes; what is in hand fails as something that may be tried later. */
  close(): void {
    this.#closed = true;
    for (const slot of this.#all) slot.process.kill();
  }

  async #takeSlot(signal?: AbortSignal): Promise<Slot> {
    signal?.throwIfAborted();
    const idle = this.#idle.pop();
    if (idle) {
      clearTimeout(idle.idle);
      return idle;
    }
    if (this.#all.size < this.#options.size) return this.#newSlot();
    return new Promise((resolve, reject) => {
      const take = (slot: Slot) => {
        signal?.removeEventListener('abort', leave);
        resolve(slot);
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(take);
    });
  }

  #giveBack(slot: Slot): void {
    if (slot.process.requests >= this.#options.requestsPerProcess) slot.process.kill();
    const next = this.#waiting.shift();
    if (next) return next(slot);
    this.#idle.push(slot);
    const { idleMs } = this.#options;
    if (idleMs < Infinity) slot.idle = setTimeout(() => slot.process.kill(), idleMs).unref();
  }

  #newSlot(): Slot {
    const slot = { process: this.#start() };
    this.#all.add(slot);
    return slot;
  }

  #start(): ReadingProcess {
    if (this.#closed) throw new Error('The processes that read documents are shut down');
    return new ReadingProcess(this.#options.worker, this.#options);
  }
}
