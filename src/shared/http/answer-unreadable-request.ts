import type { Socket } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import { ProblemResponse } from './problem.response.js';

/**
 * For the server's `clientError`: what was sent is no HTTP request, so that no route and no filter ever sees it. Node
 * would answer without a word; here, too, the answer says what to do.
 */
export function answerUnreadableRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  const answerBegun = socket.bytesWritten > 0; // an earlier one on this connection, perhaps not yet whole
  if (!socket.writable || error.code === 'ECONNRESET' || answerBegun) {
    socket.destroy();
    return;
  }
  const problem = problemOf(error);
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.title}\r\nConnection: close\r\n` +
      `Content-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n` +
      body,
  );
}

function statusOf({ code }: NodeJS.ErrnoException): number {
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
}

function problemOf(error: NodeJS.ErrnoException): ProblemResponse {
  const status = statusOf(error);
  const [code, detail] =
    status === 431
      ? ['headers_too_large', 'The address and the headers are longer than 16 KiB together. Shorten them.']
      : status === 408
        ? ['request_timeout', 'The request did not arrive in time. Send it again.']
        : [
            'malformed_request',
            'This is no HTTP request: its first line, a header or its framing is broken.',
          ];
  return ProblemResponse.of({ status, detail, instance: '', code, errors: [], request_id: uuidv7() });
}
