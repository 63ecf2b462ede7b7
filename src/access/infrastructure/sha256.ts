import { createHash } from 'node:crypto';

/** Plain SHA-256 is enough for secrets of 160 random bits and more: there is nothing to guess from a dictionary. */
export function sha256(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
