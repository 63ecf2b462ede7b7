import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { TextReader } from '../application/text-reader.js';
import type { DocumentText } from '../domain/document-text.js';
import type { FileToRead } from './read-text-of-file.js';
import { ReadingPool, type ReadingPoolOptions } from './reading-pool.js';

export interface TextReaderOptions extends ReadingPoolOptions {
  /** Whether a process is started soon after the application. */
  warm: boolean;
}

/** The first moments after a start belong to what has been waiting. */
const WARM_AFTER_MS = 10_000;

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
    if (this.#warm) this.#warming = setTimeout(() => this.pool.warm(), WARM_AFTER_MS).unref();
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
