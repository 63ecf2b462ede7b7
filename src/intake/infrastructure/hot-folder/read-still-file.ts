import type { FileHandle } from 'node:fs/promises';
import { ArrivalUnreadable } from '../../application/arrival-unreadable.js';
import { errorCode } from './error-code.js';

const CHUNK = 64 * 1024;

/** The content, and at its end the certainty that nobody has written meanwhile. @throws `ArrivalUnreadable` */
export async function* readStillFile(file: FileHandle): AsyncGenerator<Uint8Array> {
  const before = await file.stat();
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const { bytesRead } = await file.read(chunk, 0, CHUNK, null).catch((error: unknown) => {
      throw new ArrivalUnreadable(`The file cannot be read: ${errorCode(error)}.`, error);
    });
    if (bytesRead === 0) break;
    yield chunk.subarray(0, bytesRead);
  }
  const after = await file.stat();
  if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
    throw new ArrivalUnreadable('The file is still being written.');
  }
}
