import { Injectable } from '@nestjs/common';

/** Tells this process's replay job that there may be something to do. A hint: the job looks every second. */
@Injectable()
export class ReplaySignal {
  #listener: () => void = () => undefined;

  raise(): void {
    this.#listener();
  }

  onRaise(listener: () => void): void {
    this.#listener = listener;
  }
}
