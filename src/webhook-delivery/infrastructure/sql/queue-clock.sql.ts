/**
 * What the clock of retries and probes shows: while delivery is offline it stands. Who sets a due time sets it by this
 * clock, so that everything later than the moment of switching on has stood since then, and nothing else. Looked up
 * once in a statement, and only when it is asked for. An outcome that is written at the very moment of switching off
 * may still see it stand: its retry comes early, once.
 */
export const QUEUE_CLOCK = `coalesce((SELECT value::timestamptz FROM instance_settings WHERE key = 'offline_mode'), now())`;
