import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The key beside the embedded database, made at the first start. Written aside, made durable and linked into place:
 * a key that is lost after secrets were sealed with it cannot be made again.
 */
export async function readOrMakeSecretsKey(dataDir: string): Promise<Buffer> {
  const file = join(dataDir, 'secrets.key');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const existing = await readFile(file, 'utf8').catch(() => undefined);
  if (existing === undefined) {
    const aside = join(dataDir, `secrets.key.${randomUUID()}`);
    const handle = await open(aside, 'wx', 0o600);
    await handle.writeFile(`${randomBytes(32).toString('base64')}\n`);
    await handle.sync();
    await handle.close();
    await link(aside, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await rm(aside);
    const folder = await open(dataDir);
    await folder.sync();
    await folder.close();
  }
  const key = Buffer.from((existing ?? (await readFile(file, 'utf8'))).trim(), 'base64');
  if (key.length !== 32)
    throw new Error(`${file} is damaged: it must hold base64 of 32 bytes. Restore it from a backup.`);
  return key;
}
