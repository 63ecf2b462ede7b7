import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeOnce } from './write-once.js';

/** The key beside the embedded database, made at the first start. What it sealed cannot be opened without it. */
export async function readOrMakeSecretsKey(dataDir: string): Promise<Buffer> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'secrets.key');
  const key = Buffer.from(await writeOnce(file, () => randomBytes(32).toString('base64')), 'base64');
  if (key.length !== 32)
    throw new Error(`${file} is damaged: it must hold base64 of 32 bytes. Restore it from a backup.`);
  return key;
}
