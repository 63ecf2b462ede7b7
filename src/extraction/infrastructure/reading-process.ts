import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ExtractionProfile } from '../../shared/kernel/extraction-profile.js';
import { UnreadableContent } from '../application/unreadable-content.js';
import type { DocumentText } from '../domain/document-text.js';
import type { Extraction } from '../domain/extraction.js';
import { OVER_MEMORY_LIMIT } from './over-memory-limit.js';
import type { FileToRead } from './read-text-of-file.js';
import type { PagesToDraw } from './draw-pages.js';
import type { FileReading } from './file-reading.js';
import type { LanguageData } from './language-data.js';
import type { PageToRecognise } from './page-recogniser.js';
import type { RecognisedPage } from './recognised-page.js';
import type { WorkerAnswer, WorkerMessage, WorkerRequest } from './text-worker.js';

interface ReadingLimits {
  timeLimitMs: number;
  memoryLimitMb: number;
  /** For processes that recognise text. */
  languages: readonly LanguageData[];
}

/** A process that is not ready by then never will be: the machine's fault, not the document's. */
const START_LIMIT_MS = 30_000;
const STDERR_KEPT = 4096;

const WORDS = {
  read: { doing: 'Reading', failed: 'The content could not be read' },
  recognise: {
    doing: 'Recognising the text of a page',
    failed: 'The text of a picture could not be recognised',
  },
  draw: { doing: 'Drawing the pages', failed: 'The pages could not be drawn' },
  understand: { doing: 'Understanding', failed: 'The text could not be understood' },
};

/** One process that reads files and understands texts, one after the other, until it is killed or dies of one. */
export class ReadingProcess {
  readonly #child: ChildProcess;
  readonly #ready: Promise<void>;
  #dead = false;
  #stderr = '';
  #requests = 0;
  /** Takes what happens to the process while it has a request. */
  #onMessage: (message: WorkerMessage) => void = () => undefined;
  #onExit: (signal: NodeJS.Signals | null, code: number | null) => void = () => undefined;

  constructor(
    worker: URL,
    private readonly limits: ReadingLimits,
  ) {
    const { memoryLimitMb, languages } = limits;
    const given = [String(process.pid), String(memoryLimitMb), JSON.stringify(languages)];
    this.#child = fork(fileURLToPath(worker), given, {
      execArgv: [`--max-old-space-size=${Math.floor(memoryLimitMb * 0.75)}`],
      env: {}, // it opens hostile files: no secrets, no proxies, no NODE_OPTIONS
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Of 20,000 words with positions: 10 ms to send and 20 to receive; as JSON 25 and 30.
      serialization: 'advanced',
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString('latin1')).slice(-STDERR_KEPT);
    });
    this.#ready = new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.kill(), START_LIMIT_MS);
      this.#child.on('message', (message: WorkerMessage) => {
        if (message.kind !== 'ready') return this.#onMessage(message);
        clearTimeout(timer);
        resolve();
      });
      const died = (signal: NodeJS.Signals | null, code: number | null) => {
        clearTimeout(timer);
        if (this.#dead) return;
        this.#dead = true;
        reject(new Error(`The reading process could not be started. ${this.#stderr}`.trim()));
        this.#onExit(signal, code);
      };
      this.#child.on('error', () => died(null, null));
      this.#child.on('close', (code, signal) => died(signal, code));
    });
    this.#ready.catch(() => undefined); // who reads sees it
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get isAlive(): boolean {
    return !this.#dead && !this.#child.killed;
  }

  /** How many it has answered, or failed to. */
  get requests(): number {
    return this.#requests;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Rejects when it could not be started. */
  ready(): Promise<void> {
    return this.#ready;
  }

  /** @throws {UnreadableContent} also when it took too much time or memory, or the process died of it */
  read(file: FileToRead, signal?: AbortSignal): Promise<FileReading> {
    return this.#ask({ kind: 'read', file }, this.limits.timeLimitMs, signal);
  }

  /** @throws {UnreadableContent} also when it took too much time or memory, or the process died of it */
  recognise(page: PageToRecognise, timeLimitMs: number, signal?: AbortSignal): Promise<RecognisedPage> {
    return this.#ask({ kind: 'recognise', page }, timeLimitMs, signal);
  }

  /** @throws {UnreadableContent} also when it took too much time or memory, or the process died of it */
  draw(pages: PagesToDraw, signal?: AbortSignal): Promise<Uint8Array[]> {
    return this.#ask({ kind: 'draw', pages }, this.limits.timeLimitMs, signal);
  }

  /** @throws {UnreadableContent} when it took too much time or memory, or the rules or the process failed on it */
  understand(text: DocumentText, profile: ExtractionProfile, signal?: AbortSignal): Promise<Extraction> {
    return this.#ask({ kind: 'understand', text, profile }, this.limits.timeLimitMs, signal);
  }

  async #ask<T extends WorkerAnswer>(
    request: WorkerRequest,
    timeLimitMs: number,
    signal?: AbortSignal,
  ): Promise<T> {
    await this.#ready;
    signal?.throwIfAborted();
    if (this.#dead) throw new Error('The reading process has ended');
    return new Promise((resolve, reject) => {
      const stop = (error: Error) => {
        settle(() => reject(error));
        this.kill();
      };
      const { doing } = WORDS[request.kind];
      const tooLong = () =>
        stop(new UnreadableContent(`${doing} took longer than ${Math.ceil(timeLimitMs / 100) / 10} s.`));
      const aborted = () => stop(signal?.reason as Error);
      const timer = setTimeout(tooLong, timeLimitMs);
      signal?.addEventListener('abort', aborted);
      const settle = (how: () => void) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', aborted);
        this.#requests++;
        this.#onMessage = () => undefined;
        this.#onExit = () => undefined;
        how();
      };
      let begun = false;
      this.#onMessage = (message) => {
        if (message.kind === 'begun') begun = true;
        if (message.kind === 'answer') settle(() => resolve(message.answer as T));
        if (message.kind === 'unreadable') settle(() => reject(new UnreadableContent(message.reason)));
        if (message.kind === 'failed') settle(() => reject(new Error(message.error)));
      };
      this.#onExit = (exitSignal, code) =>
        settle(() => reject(this.#causeOfDeath(request.kind, begun, exitSignal, code)));
      this.#child.send(request, () => undefined); // a failure to send shows as its end
    });
  }

  #causeOfDeath(
    request: WorkerRequest['kind'],
    begun: boolean,
    signal: NodeJS.Signals | null,
    code: number | null,
  ): Error {
    const { doing, failed } = WORDS[request];
    if (this.#stderr.includes(OVER_MEMORY_LIMIT) || this.#stderr.includes('heap out of memory')) {
      return new UnreadableContent(
        `${doing} took more memory than the ${this.limits.memoryLimitMb} MB allowed.`,
      );
    }
    const killed = signal === 'SIGKILL' || signal === 'SIGTERM' || code === 0;
    return killed || !begun
      ? new Error(`The reading process was ended from outside (${signal ?? code})`)
      : new UnreadableContent(`${failed}: it made its reader crash.`);
  }
}
