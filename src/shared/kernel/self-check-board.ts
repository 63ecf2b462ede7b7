/** What is remembered of one check. Times are ISO texts: it is kept as JSON. */
export interface SelfCheckEntry {
  /** When it was last answered. */
  lookedAt: string;
  /** What looks wrong, and since when: some things may look so for a moment. */
  suspects: Record<string, string>;
  /** Null while nothing is wrong. */
  failingSince: string | null;
  detail: string | null;
}

/** By the name of the check. */
export type SelfCheckEntries = Record<string, SelfCheckEntry>;

/** The last answers of the self-check, of all processes together. */
export abstract class SelfCheckBoard {
  /** Of those that look at the same time, one may. Until the end of the open transaction. */
  abstract tryLock(): Promise<boolean>;
  abstract read(): Promise<SelfCheckEntries>;
  abstract write(entries: SelfCheckEntries): Promise<void>;
}
