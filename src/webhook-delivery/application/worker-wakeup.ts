/** Tells the workers of all processes that there may be something to do. A hint: the sweep alone would suffice. */
export abstract class WorkerWakeup {
  /** After the commit, never within the transaction. Costs next to nothing, however often. */
  abstract wake(): void;
}
