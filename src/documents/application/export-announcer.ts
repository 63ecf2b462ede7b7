import type { DocumentView } from './document.queries.js';

/** Told of every export, inside the transaction that makes it. */
export abstract class ExportAnnouncer {
  /** Writes the events and their deliveries. @returns the event ids, in the order given */
  abstract announce(documents: readonly DocumentView[]): Promise<string[]>;
}
