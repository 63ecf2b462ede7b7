import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * An `AsyncLocalStorage` that is on only while something runs in it. Before Node 24, one that is on makes every promise
 * of the process pay for a hook, those of deliveries too, which find nothing there: 10 % of them a second (ADR 13).
 */
export class ScopedStorage<Store> {
  readonly #storage = new AsyncLocalStorage<Store>();
  #running = 0;

  async run<T>(store: Store, work: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await this.#storage.run(store, work);
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.#storage.disable();
    }
  }

  get current(): Store | undefined {
    return this.#storage.getStore();
  }
}
