import { Injectable } from '@nestjs/common';

/** Tells this process's delivery loop that there may be something to do. A hint: the sweep alone would suffice. */
@Injectable()
export class DeliverySignal {
  #raised = false;
  #waiter: (() => void) | undefined;

  raise(): void {
    this.#raised = true;
    this.#waiter?.();
  }

  /** For a retry that falls due between two sweeps. The database's clock decides; this only looks in time. */
  raiseIn(milliseconds: number): void {
    setTimeout(() => this.raise(), milliseconds).unref();
  }

  /** Resolves at the next `raise()`; at once when there was one since the last wait. */
  async wait(): Promise<void> {
    if (!this.#raised) await new Promise<void>((resolve) => (this.#waiter = resolve));
    this.#raised = false;
    this.#waiter = undefined;
  }
}
