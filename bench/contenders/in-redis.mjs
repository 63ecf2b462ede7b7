import { cp, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { workFolder } from '../lib/paths.mjs';
import { Redis } from '../lib/redis.mjs';

/** Where BullMQ keeps its jobs: a folder that is filled once; a Redis of its own runs on a copy of it in each round. */
export class InRedis {
  /** @type {string[]} */
  facts = [];

  /** @param {import('../lib/redis.mjs').Sync} sync */
  constructor(sync) {
    this.sync = sync;
    this.template = join(workFolder, `redis-${sync}`);
  }

  /** @param {(url: string) => Promise<unknown>} put */
  async fill(put) {
    await rm(this.template, { recursive: true, force: true });
    const redis = await Redis.start(this.template, 'no');
    try {
      this.facts = [`Redis ${await redis.version()}`, `appendfsync ${this.sync}`];
      await put(redis.url);
      await redis.compact();
    } finally {
      await redis.stop();
    }
  }

  /** @template T @param {(url: string) => Promise<T>} work @returns {Promise<T>} */
  async withCopy(work) {
    const folder = join(workFolder, 'redis-round');
    await rm(folder, { recursive: true, force: true });
    await copyToDisk(this.template, folder);
    const redis = await Redis.start(folder, this.sync);
    try {
      return await work(redis.url);
    } finally {
      await redis.stop();
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/**
 * As the copy of a database ends with a checkpoint: the round must not wait for what its preparation wrote.
 * @param {string} from @param {string} to
 */
async function copyToDisk(from, to) {
  await mkdir(to, { recursive: true });
  await cp(from, to, { recursive: true });
  const entries = await readdir(to, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((found) => found.isFile())) {
    const file = await open(join(entry.parentPath, entry.name), 'r+');
    await file.sync();
    await file.close();
  }
}
