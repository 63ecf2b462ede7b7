import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { TextReader } from '../application/text-reader.js';
import type { DocumentText } from '../domain/document-text.js';
import type { FileToRead } from './read-text-of-file.js';
import { ReadingProcess } from './reading-process.js';

export interface TextReaderOptions {
  /** How many files are read at the same time, each by a process of its own. */
  size: number;
  timeLimitMs: number;
  /** Resident memory of one process. */
  memoryLimitMb: number;
  /** A process is replaced after so many files, whatever it may have leaked. */
  filesPerProcess: number;
  /** Whether one process is started ahead of the first file: loading the parsers takes about half a second. */
  warm: boolean;
  /** The compiled entry of the process. */
  worker: URL;
}

const DEFAULTS: TextReaderOptions = {
  size: 2,
  timeLimitMs: 60_000,
  memoryLimitMb: 1024,
  filesPerProcess: 200,
  warm: false,
  worker: new URL('./text-worker.js', import.meta.url),
};

interface Slot {
  process: ReadingProcess;
}

/** Reads files in a small pool of processes that are kept warm, limited in time and memory, and replaced. */
export class ChildProcessTextReader
  extends TextReader
  implements OnApplicationBootstrap, OnApplicationShutdown
{
  readonly #options: TextReaderOptions;
  readonly #idle: Slot[] = [];
  readonly #all = new Set<Slot>();
  readonly #waiting: ((slot: Slot) => void)[] = [];
  #closed = false;

  constructor(options: Partial<TextReaderOptions> = {}) {
    super();
    this.#options = { ...DEFAULTS, ...options };
  }

  get pids(): number[] {
    return [...this.#all].map((slot) => slot.process.pid).filter((pid) => pid !== undefined);
  }

  onApplicationBootstrap(): void {
    if (this.#options.warm && this.#all.size === 0) this.#idle.push(this.#newSlot());
  }

  override async read({ path, filename, mimeType }: FileToRead, signal?: AbortSignal): Promise<DocumentText> {
    const slot = await this.#takeSlot(signal);
    try {
      if (!slot.process.isAlive) slot.process = this.#start();
      return await slot.process.read({ path, filename, mimeType }, signal);
    } finally {
      this.#giveBack(slot);
    }
  }

  onApplicationShutdown(): void {
    this.close();
  }

  /** Ends all processes; what is being read fails as something that may be read later. */
  close(): void {
    this.#closed = true;
    for (const slot of this.#all) slot.process.kill();
  }

  async #takeSlot(signal?: AbortSignal): Promise<Slot> {
    signal?.throwIfAborted();
    const idle = this.#idle.pop();
    if (idle) return idle;
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
    if (slot.process.filesRead >= this.#options.filesPerProcess) slot.process.kill();
    const next = this.#waiting.shift();
    if (next) next(slot);
    else this.#idle.push(slot);
  }

  #newSlot(): Slot {
    const slot = { process: this.#start() };
    this.#all.add(slot);
    return slot;
  }

  #start(): ReadingProcess {
    if (this.#closed) throw new Error('The reader of files is shut down');
    return new ReadingProcess(this.#options.worker, this.#options);
  }
}
