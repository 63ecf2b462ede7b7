export const REPLAY_STATES = ['running', 'paused', 'cancelled', 'done'] as const;

export type ReplayState = (typeof REPLAY_STATES)[number];
