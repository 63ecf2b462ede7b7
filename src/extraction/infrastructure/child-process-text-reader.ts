import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { TextReader } from '../application/text-reader.js';
import type { DocumentText } from '../domain/document-text.js';
import { PictureReader } from './picture-reader.js';
import type { FileToRead } from './read-text-of-file.js';
import { ReadingPool, type ReadingPoolOptions } from './reading-pool.js';
import type { RecognitionOptions } from './recognition-options.js';

export interface TextReaderOptions extends ReadingPoolOptions {
  /** Whether a process is started before there is a file for it. */
  warm: boolean;
  recognition: RecognitionOptions;
}

/** A process is started ahead of its first file when the service was no busier than QUIET for so long. */
const LOOK_EVERY_MS = 10_000;
const QUIET = 0.5;
const NO_RECOGNITION: RecognitionOptions = { workers: 0, languages: [], budgetMs: 0, pageLimitMs: 0 };

/** Reads files in processes apart from the service. It owns the pools of them. */
export class ChildProcessTextReader
  extends TextReader
  implements OnApplicationBootstrap, OnApplicationShutdown
{
  readonly pool: ReadingPool;
  readonly pictures: PictureReader;
  readonly #warm: boolean;
  #warming: NodeJS.Timeout | undefined;

  constructor({ warm = false, recognition = NO_RECOGNITION, ...pool }: Partial<TextReaderOptions> = {}) {
    super();
    this.pool = new ReadingPool(pool);
    this.pictures = new PictureReader(recognition, pool);
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

  override async read({ path, filename, mimeType }: FileToRead, signal?: AbortSignal): Promise<DocumentText> {
    const { text, pictures } = await this.pool.use(
      (process) => process.read({ path, filename, mimeType }, signal),
      signal,
    );
    return text ?? this.pictures.read(path, pictures, signal);
  }

  onApplicationShutdown(): void {
    this.close();
  }

  close(): void {
    clearTimeout(this.#warming);
    this.pool.close();
    this.pictures.close();
  }
}
