import { randomUUID } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Gives `file` the text that `make` returns unless it exists, and returns what it holds. Written aside, made durable
 * and linked into place: of several processes one wins, and none ever sees half of it.
 */
export async function writeOnce(file: string, make: () => string): Promise<string> {
  const existing = await readFile(file, 'utf8').catch(absent);
  if (existing !== undefined) return existing.trim();
  const aside = `${file}.${randomUUID()}`;
  const handle = await open(aside, 'wx', 0o600);
  try {
    await handle.writeFile(`${make()}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await link(aside, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(aside);
  await syncFolder(dirname(file));
  return (await readFile(file, 'utf8')).trim();
}

/** Makes new and renamed entries of a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
