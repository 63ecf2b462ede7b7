import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { TextReader } from '../application/text-reader.js';
import type { DocumentText } from '../domain/document-text.js';
import type { FileToRead } from './read-text-of-file.js';
import { ReadingPool, type ReadingPoolOptions } from './reading-pool.js';

export interface TextReaderOptions extends ReadingPoolOptions {
  /** Whether a process is started before there is a file for it. */
  warm: boolean;
}

/** A process is started ahead of its first file when the service was no busier than QUIET for so long. */
const LOOK_EVERY_MS = 10_000;
const QUIET = 0.5;

/** Reads files in processes apart from the service. It owns the pool of them. */
export class ChildProcessTextReader
  extends TextReader
  implements OnApplicationBootstrap, OnApplicationShutdown
{
  readonly pool: ReadingPool;
  readonly #warm: boolean;
  #warming: NodeJS.Timeout | undefined;

  constructor({ warm = false, ...options }: Partial<TextReaderOptions> = {}) {
    super();
    this.pool = new ReadingPool(options);
    this.#warm = warm;
  }

  onApplicationBootstrap(): void {
    if (this.#warm) this.#warmWhenQuiet();
  }

  /** Its start halves what a busy service does on 2 cores for a second; the first file can start it, too. */
  #warmWhenQuiet(): void {
    const before = performance.eventLoopUtilization();
    this.#warming = setTimeout(() => {
      if (performance.eventLoopUtilization(before).utilization < QUIET) this.pool.warm();
      else this.#warmWhenQuiet();
    }, LOOK_EVERY_MS).unref();
  }

  override read({ path, filename, mimeType }: FileToRead, signal?: AbortSignal): Promise<DocumentText> {
    return this.pool.use((process) => process.read({ path, filename, mimeType }, signal), signal);
  }

  onApplicationShutdown(): void {
    this.close();
  }

  close(): void {
    clearTimeout(this.#warming);
    this.pool.close();
  }
}
