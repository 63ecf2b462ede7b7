import { watch, type FSWatcher } from 'node:fs';
import { Logger } from '@nestjs/common';
import type { HotFolderSettings } from '../../../shared/config/read-hot-folders.js';
import { Clock } from '../../../shared/kernel/clock.js';
import { GiveUpRetry } from '../../application/give-up-retry.js';
import { IntakeItems } from '../../application/intake-items.js';
import { ReceiveArrival } from '../../application/receive-arrival.js';
import type { IntakeItemState } from '../../domain/intake-item.js';
import { StillFiles } from '../../domain/still-files.js';
import { arrivalOf } from './arrival-of.js';
import type { Candidate } from './candidate.js';
import type { Claim } from './claim.js';
import { ClaimLost } from './claim-lost.js';
import { HotFolderFiles } from './hot-folder-files.js';

export interface HotFolderLoopOptions {
  scanMs: number;
  stillMs: number;
  /** Files in hand at the same time. */
  lanes: number;
  /** An instance that has shown no life for so long has lost its claims. */
  goneAfterMs: number;
}

/** As many candidates are watched at a time, and files in trouble held. What is beyond waits in the folder. */
const WATCHED = 5000;
const MAX_IN_TROUBLE = 50;
/** A round of work ends then, so that lost claims and requests do not wait for ten thousand files. */
const ROUND_MS = 5000;
const BEAT_MS = 1000;
/** Between two looks, however many events there are. */
const SHORTEST_PAUSE_MS = 100;
const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 30_000;
/** An empty file may be one that is just being made. */
const EMPTY_TIMES = 12;
/** Whoever took a file back in this time has it in hand, or its item settled. */
const RETRY_GRACE_MS = 30_000;
const SAY_AGAIN_MS = 600_000;
const MAX_SAID = 1000;

interface Troubled {
  claim: Claim;
  attempts: number;
  dueAt: number;
}

/** Watches one hot folder. Looking through it again and again is what finds files; events only shorten the wait. */
export class HotFolderLoop {
  readonly #log = new Logger('HotFolder');
  readonly #files: HotFolderFiles;
  readonly #still = new StillFiles();
  readonly #stillWaiting = new StillFiles();
  readonly #troubled = new Map<string, Troubled>();
  readonly #said = new Map<string, number>();
  #problem: string | undefined;
  #watcher: FSWatcher | undefined;
  #beat: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  /** Of the candidates of this round. */
  #claimed = 0;
  #stopping = false;
  #woken = false;
  #wake: () => void = () => undefined;

  constructor(
    private readonly settings: HotFolderSettings,
    private readonly receive: ReceiveArrival,
    private readonly giveUp: GiveUpRetry,
    private readonly items: IntakeItems,
    private readonly clock: Clock,
    private readonly options: HotFolderLoopOptions,
  ) {
    this.#files = new HotFolderFiles(settings, (path, problem) => this.#notice(path, problem));
  }

  start(): void {
    this.#beat = setInterval(() => void this.#files.beat().catch(() => undefined), BEAT_MS);
    this.#running = this.#run();
  }

  /** What is in hand is finished; what else is claimed is left for the others. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#rouse();
    await this.#running;
    clearInterval(this.#beat);
    this.#unwatch();
    await this.#files.leave().catch(() => undefined);
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const pauseMs = await this.#round().catch((error: unknown) => {
        this.#say(`The hot folder ${this.settings.path} is held up: ${String(error)}`);
        return this.options.scanMs;
      });
      await this.#pause(pauseMs);
    }
  }

  /** @returns when to look again, in milliseconds */
  async #round(): Promise<number> {
    const problem = await this.#files.enter();
    if (problem !== undefined) {
      this.#unwatch();
      this.#say(`${problem}; it is looked for until it can be used`);
      return this.options.scanMs;
    }
    this.#watch();
    const lost = await this.#files.takeOver(this.options.goneAfterMs);
    if (lost.length > 0) this.#log.warn(`Took over ${lost.length} files whose process has ended`);
    for (const claim of lost) this.#postpone(claim, 0);
    await this.#takeBackAskedFor();
    const { ready, nextMs } = await this.#look();
    this.#claimed = 0;
    const next = this.#next(ready);
    const lanes = Array.from({ length: this.options.lanes }, async () => {
      for (let step = await next.next(); !step.done; step = await next.next()) await this.#settle(step.value);
    });
    await Promise.all(lanes);
    this.#say(undefined);
    if (this.#claimed > 0) return 0; // there may be more
    const now = performance.now();
    const dueMs = [...this.#troubled.values()].map(({ dueAt }) => dueAt - now);
    return Math.min(this.options.scanMs, nextMs, ...dueMs);
  }

  async #takeBackAskedFor(): Promise<void> {
    const asked = await this.items.toRetry('hot_folder', [this.settings.path], MAX_IN_TROUBLE);
    for (const item of asked) {
      await this.#takeBack(item).catch((error: unknown) =>
        this.#notice(item.name, `cannot be taken back: ${(error as Error).message}`),
      );
    }
  }

  async #takeBack(item: IntakeItemState): Promise<void> {
    const known = this.#troubled.get(item.sourceKey);
    const claim = known?.claim ?? (await this.#files.takeBack(item));
    if (claim) return this.#postpone(claim, 0);
    const waitedMs = this.clock.now().getTime() - (item.retryRequestedAt?.getTime() ?? 0);
    if (waitedMs < RETRY_GRACE_MS || (await this.#files.isClaimed(item))) return;
    await this.giveUp.execute(item, 'The file is not in failed/ any more. Put it into the hot folder again.');
  }

  /** Files that have not changed for long enough, the oldest first. */
  async #look(): Promise<{ ready: Candidate[]; nextMs: number }> {
    const candidates = await this.#files.candidates(WATCHED);
    this.#noticeWaiting();
    const marks = new Map(candidates.map(({ path, mark }) => [path, mark]));
    const still = this.#still.look(marks, performance.now());
    let nextMs = Infinity;
    const ready = candidates.filter((candidate, at) => {
      const missingMs = this.options.stillMs * (candidate.size === 0 ? EMPTY_TIMES : 1) - still[at]!;
      if (missingMs > 0) nextMs = Math.min(nextMs, missingMs);
      return missingMs <= 0;
    });
    return { ready, nextMs };
  }

  /** One of them is named for all, and not before it has waited for long enough. */
  #noticeWaiting(): void {
    const waiting = this.#files.waiting;
    const oldest = new Map([...waiting].map(([problem, files]) => [files.oldest, problem]));
    const still = this.#stillWaiting.look(oldest, performance.now());
    for (const [at, [path, problem]] of [...oldest].entries()) {
      const more = waiting.get(problem)!.count - 1;
      if (still[at]! >= this.options.stillMs)
        this.#notice(path, problem, more > 0 ? `, like ${more} more` : '');
    }
  }

  /** What is to be done in this round, one after the other: claimed when a lane is free for it, and not before. */
  async *#next(ready: readonly Candidate[]): AsyncGenerator<Claim> {
    const startedAt = performance.now();
    for (const { claim, dueAt } of [...this.#troubled.values()]) {
      if (this.#stopping) return;
      if (dueAt <= startedAt) yield claim;
    }
    for (const candidate of ready) {
      if (this.#stopping || performance.now() - startedAt > ROUND_MS) return;
      if (this.#troubled.size >= MAX_IN_TROUBLE) return;
      const claim = await this.#files.claim(candidate).catch((error: unknown) => {
        this.#notice(candidate.path, `cannot be taken: ${(error as Error).message}`);
        return undefined;
      });
      if (!claim) continue;
      this.#claimed += 1;
      yield claim;
    }
  }

  async #settle(claim: Claim): Promise<void> {
    try {
      await this.#files.persist(claim);
      const item = await this.receive.execute(arrivalOf(claim, this.settings, this.#files));
      if (item.result === 'accepted') await this.#files.done(claim, item, this.clock.now());
      else await this.#files.failed(claim, item, this.clock.now());
      this.#troubled.delete(claim.id);
    } catch (error) {
      if (error instanceof ClaimLost) {
        this.#troubled.delete(claim.id);
        this.#log.warn(error.message);
        return;
      }
      const attempts = this.#troubled.get(claim.id)?.attempts ?? 0;
      this.#postpone(claim, Math.min(FIRST_DELAY_MS * 2 ** attempts, LONGEST_DELAY_MS), attempts + 1);
      this.#notice(claim.path, `is tried again later: ${(error as Error).message}`);
    }
  }

  #postpone(claim: Claim, delayMs: number, attempts = this.#troubled.get(claim.id)?.attempts ?? 0): void {
    this.#troubled.set(claim.id, { claim, attempts, dueAt: performance.now() + delayMs });
  }

  /** Only the folder itself: thousands of sub-folders would use up what the system has of watchers. */
  #watch(): void {
    if (this.#watcher) return;
    try {
      this.#watcher = watch(this.settings.path, { persistent: false }, () => this.#rouse());
      this.#watcher.on('error', () => this.#unwatch());
    } catch {
      this.#watcher = undefined; // no events here; looking again does without
    }
  }

  #unwatch(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  #rouse(): void {
    this.#woken = true;
    this.#wake();
  }

  async #pause(milliseconds: number): Promise<void> {
    const shortest = Math.min(SHORTEST_PAUSE_MS, this.options.scanMs);
    await this.#sleep(shortest, false);
    if (!this.#woken && milliseconds > shortest) await this.#sleep(milliseconds - shortest, true);
    this.#woken = false;
  }

  #sleep(milliseconds: number, canBeWoken: boolean): Promise<void> {
    if (this.#stopping) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      this.#wake = () => {
        if (canBeWoken || this.#stopping) end();
      };
    });
  }

  /** Says what stands against the whole folder, when that changes. */
  #say(problem: string | undefined): void {
    if (problem === this.#problem) return;
    if (problem !== undefined) this.#log.warn(problem);
    else this.#log.log(`The hot folder ${this.settings.path} is watched again`);
    this.#problem = problem;
  }

  /** Says what is wrong with one file, and not again for a while. */
  #notice(path: string, problem: string, more = ''): void {
    const now = performance.now();
    const words = `${path} in ${this.settings.path} ${problem}`;
    if ((this.#said.get(words) ?? -Infinity) > now - SAY_AGAIN_MS) return;
    if (this.#said.size >= MAX_SAID) this.#said.clear();
    this.#said.set(words, now);
    this.#log.warn(words + more);
  }
}
