import { randomUUID } from 'node:crypto';

/** As large as what the service sends here. */
export const BODY_BYTES = 1024;

/** A JSON object of exactly that size, with an id of its own. */
export function makeBody() {
  const start = `{"event":"document.exported","event_id":"${randomUUID()}","notes":"`;
  return `${start}${'x'.repeat(BODY_BYTES - start.length - 2)}"}`;
}
