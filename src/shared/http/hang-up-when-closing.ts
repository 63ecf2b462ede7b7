import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * A server that closes ends its idle connections once, and waits for the others until their clients hang up or the
 * keep-alive time is over: also for one that was answered a moment later (Node 20; 75 s here).
 * @returns from when on every answer is the last of its connection
 */
export function hangUpWhenClosing(server: Server): () => void {
  const answering = new Map<ServerResponse, Socket>();
  let isClosing = false;
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    if (isClosing) response.shouldKeepAlive = false; // it says `Connection: close`
    answering.set(response, socket);
    response.once('close', () => {
      answering.delete(response);
      if (isClosing) socket.end(); // the headers may have been out before
    });
  });
  return () => {
    isClosing = true;
    for (const response of answering.keys()) response.shouldKeepAlive = false;
  };
}
