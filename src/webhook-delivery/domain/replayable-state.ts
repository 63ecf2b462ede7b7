/** What a replay can send again. What is unfinished otherwise goes out by itself. */
export const REPLAYABLE_STATES = ['delivered', 'parked', 'superseded', 'cancelled'] as const;

export type ReplayableState = (typeof REPLAYABLE_STATES)[number];
