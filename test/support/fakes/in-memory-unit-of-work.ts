import { AsyncLocalStorage } from 'node:async_hooks';
import { OutcomeUnknown, UnitOfWork } from '../../../src/shared/kernel/unit-of-work.js';

/** A fake that can be put back to what it held when a transaction began. */
export interface Transactional {
  /** @returns what puts it back */
  remember(): () => void;
}

/** One transaction at a time; a failed one puts back the fakes that were made with it. */
export class InMemoryUnitOfWork extends UnitOfWork {
  readonly #fakes: Transactional[] = [];
  override isJoined = false;
  #broken = false;
  readonly #open = new AsyncLocalStorage<(() => void)[]>();
  #last: Promise<unknown> = Promise.resolve();

  enlist(fake: Transactional): void {
    this.#fakes.push(fake);
  }

  override async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#open.getStore()) return work();
    const result = this.#last.then(() => this.transaction(work));
    this.#last = result.catch(() => undefined);
    return result;
  }

  override joined<T>(work: () => Promise<T>): Promise<T> {
    return this.run(async () => {
      this.isJoined = true;
      return work().finally(() => (this.isJoined = false));
    });
  }

  /** Nothing is read from a database here. */
  override accountable<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  override afterCommit(hint: () => void): void {
    const hints = this.#open.getStore();
    if (hints) hints.push(hint);
    else hint();
  }

  /** The next transaction is committed, but its caller never hears of it. */
  breakNextCommit(): void {
    this.#broken = true;
  }

  /** As writing outside a transaction is refused by the real repositories. */
  requireOpen(): void {
    if (!this.#open.getStore())
      throw new Error('No open unit of work: wrap the use case in UnitOfWork.run()');
  }

  private async transaction<T>(work: () => Promise<T>): Promise<T> {
    const putBack = this.#fakes.map((fake) => fake.remember());
    const hints: (() => void)[] = [];
    try {
      const result = await this.#open.run(hints, work);
      for (const hint of hints) hint();
      if (this.#broken) throw new OutcomeUnknown(new Error('Connection terminated'));
      return result;
    } catch (error) {
      if (this.#broken) this.#broken = false;
      else for (const each of putBack) each();
      throw error;
    }
  }
}
