import type { IncomingMessage } from 'node:http';

const LINGER_MS = 30_000;

/**
 * Reads what is left of a refused body and throws it away, so that the client gets to read the answer: closing the
 * socket on unread data makes the kernel reset the connection. Whoever goes on sending for too long is cut off.
 */
export function discardRest(request: IncomingMessage): void {
  if (request.destroyed) return;
  const timer = setTimeout(() => request.destroy(), LINGER_MS).unref();
  request.once('close', () => clearTimeout(timer));
  request.on('error', () => {}); // a client that leaves now has nothing more to tell
  request.resume();
}
