import { Injectable } from '@nestjs/common';

/** Tells this process's workers that a document waits for extraction. A hint: their poll alone would suffice. */
@Injectable()
export class ProcessingSignal {
  readonly #listeners: (() => void)[] = [];

  raise(): void {
    for (const listener of this.#listeners) listener();
  }

  onRaise(listener: () => void): void {
    this.#listeners.push(listener);
  }
}
