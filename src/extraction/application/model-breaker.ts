import type { Clock } from '../../shared/kernel/clock.js';
import { LanguageModel, type ModelQuestion } from './language-model.js';
import { ModelUnavailable } from './model-unavailable.js';

/** Documents in a row on which the server failed. */
const FAILURES = 3;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 600_000;

/**
 * Asks nothing of a server that is down: each document would spend all of its time on it. Now and then one document
 * tries it, after pauses that grow. Each process finds out for itself.
 */
export class ModelBreaker extends LanguageModel {
  #failures = 0;
  #pauseMs = FIRST_PAUSE_MS;
  /** Set while nothing is asked. */
  #nextProbe: Date | null = null;
  #isProbing = false;

  constructor(
    private readonly model: LanguageModel,
    private readonly clock: Clock,
  ) {
    super();
  }

  override get name(): string {
    return this.model.name;
  }

  override async ask<T>(
    question: ModelQuestion,
    accept: (answer: unknown) => T,
    signal?: AbortSignal,
  ): Promise<T> {
    const probe = this.#nextProbe;
    if (probe && (this.#isProbing || this.clock.now() < probe)) {
      const when = this.#isProbing
        ? 'it is being tried again'
        : `it is tried again at ${probe.toISOString()}`;
      throw new ModelUnavailable(`Its server does not answer; ${when}.`, { isDown: true });
    }
    this.#isProbing = probe !== null;
    try {
      const answer = await this.model.ask(question, accept, signal);
      this.#answered();
      return answer;
    } catch (error) {
      if (error instanceof ModelUnavailable) this.#failed(error, probe);
      throw error;
    } finally {
      if (probe) this.#isProbing = false;
    }
  }

  #answered(): void {
    this.#failures = 0;
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#nextProbe = null;
  }

  /** What was asked before the server was given up says nothing more when it fails late. */
  #failed({ isDown }: ModelUnavailable, probe: Date | null): void {
    if (!isDown) return this.#answered();
    this.#failures += 1;
    if (this.#nextProbe !== probe || this.#failures < FAILURES) return;
    if (probe) this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
    this.#nextProbe = new Date(this.clock.now().getTime() + this.#pauseMs);
  }
}
