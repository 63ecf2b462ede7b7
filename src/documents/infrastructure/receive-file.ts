import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Writes the stream into a new file and measures it on the way; on an error nothing is left behind. */
export async function receiveFile(
  stream: AsyncIterable<Uint8Array>,
  path: string,
  { flush = false } = {},
): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      done(null, chunk);
    },
  });
  // Opened before anything can fail: an open that is still under way would make the file after it was removed.
  const file = await open(path, 'wx', 0o600);
  try {
    await pipeline(stream, measure, file.createWriteStream({ flush }));
    return { sha256: hash.digest('hex'), size };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}
