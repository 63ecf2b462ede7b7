import type { SelfCheckEntry } from '../../shared/kernel/self-check-board.js';

/** Something that must not be. `subject` stays the same as long as it is the same thing. */
export interface Symptom {
  subject: string;
  detail: string;
}

export interface SelfCheck {
  /** So long it may look wrong without being wrong: a claim, a move or a commit may be under way. */
  graceMs: number;
  /** From one look to the next. */
  everyMs: number;
  /** Longer than that a look must not take. */
  timeoutMs: number;
}

const usual = { graceMs: 0, everyMs: 0, timeoutMs: 2000 };
/** Seen in two looks of one a minute. */
const twice = { ...usual, graceMs: 55_000 };

/**
 * With a million deliveries waiting the ledger took 0.6 s, and all the others together 0.2 to 0.3 s (2 busy cores,
 * PostgreSQL 15).
 */
export const SELF_CHECKS = {
  /** A constraint or index that keeps out what must not be is missing or not valid. */
  schema: usual,
  /** Claimed, but without a lease: nobody would ever take it over. */
  claim_without_lease: usual,
  /** A lease ended long ago: taking over does not work. */
  lease_overdue: usual,
  /** Due, at a healthy endpoint with free slots, and nobody claims it. */
  delivery_stalled: twice,
  /** A revision is missing among a document's events, or the document is not at its last one. */
  revision_gap: usual,
  /** Accepted is not what is delivered, waits, is parked, superseded or cancelled. It reads the history: not often. */
  ledger_unbalanced: { ...usual, everyMs: 590_000, timeoutMs: 10_000 },
  /** An event has no position in the feed, and the next look finds the same one without. */
  feed_lag: twice,
  /** Waiting at a disabled endpoint, or parked for that at an enabled one. */
  delivery_misplaced: twice,
} satisfies Record<string, SelfCheck>;

export type SelfCheckName = keyof typeof SELF_CHECKS;
const SHOWN = 3;

export function isLookDue({ everyMs }: SelfCheck, before: SelfCheckEntry | undefined, now: Date): boolean {
  return before === undefined || now.getTime() - Date.parse(before.lookedAt) >= everyMs;
}

/** What is known after a look. */
export function judgeSelfCheck(
  { graceMs }: SelfCheck,
  before: SelfCheckEntry | undefined,
  symptoms: readonly Symptom[],
  now: Date,
): SelfCheckEntry {
  const lookedAt = now.toISOString();
  const suspects = Object.fromEntries(
    symptoms.map(({ subject }) => [subject, before?.suspects[subject] ?? lookedAt]),
  );
  const wrong = symptoms.filter(
    ({ subject }) => now.getTime() - Date.parse(suspects[subject] ?? lookedAt) >= graceMs,
  );
  if (wrong.length === 0) return { lookedAt, suspects, failingSince: null, detail: null };
  const shown = wrong.slice(0, SHOWN).map(({ detail }) => detail);
  const detail = [...shown, ...(wrong.length > SHOWN ? ['and more'] : [])].join('; ');
  return { lookedAt, suspects, failingSince: before?.failingSince ?? lookedAt, detail };
}
