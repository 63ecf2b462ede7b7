import { createHash } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import type { FileStore } from '../../src/documents/application/file-store.js';

async function* chunks(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
const soon = (): Date => new Date(Date.now() + 1000);

/** What every file store keeps to: the fake, a folder, and whatever speaks S3. */
export function fileStoreContract(make: () => Promise<FileStore>): void {
  let store: FileStore;

  beforeAll(async () => {
    store = await make();
  });

  async function read(sha256: string, range?: { start: number; end: number }): Promise<string> {
    const parts: Uint8Array[] = [];
    for await (const part of await store.read(sha256, range)) parts.push(part);
    return Buffer.concat(parts).toString();
  }
  async function kept(before = soon()): Promise<string[]> {
    const found: string[] = [];
    for await (const sha256 of store.kept(before)) found.push(sha256);
    return found;
  }

  it('keeps a content under its hash, whole and in part', async () => {
    const file = await store.stage(chunks('Hello, ', 'Welt'));
    expect(file).toMatchObject({ sha256: sha256Of('Hello, Welt'), size: 11 });
    expect(await file.mimeType('hello.txt')).toBe('text/plain');
    await expect(store.read(file.sha256)).rejects.toThrow();
    await expect(store.withLocalPath(file.sha256, async () => 'lent')).rejects.toThrow();
    await file.prepare();
    await file.keep();
    expect(await read(file.sha256)).toBe('Hello, Welt');
    expect(await read(file.sha256, { start: 7, end: 10 })).toBe('Welt');
    expect(await read(file.sha256, { start: 0, end: 0 })).toBe('H');
    expect(await store.withLocalPath(file.sha256, async (path) => path)).toContain(file.sha256);
    const trouble = new Error('of the reader');
    await expect(store.withLocalPath(file.sha256, () => Promise.reject(trouble))).rejects.toBe(trouble);
    expect(await read(file.sha256)).toBe('Hello, Welt');
    expect(await store.failingSince()).toBeUndefined();
  });

  it('keeps a content that is there already', async () => {
    for (let times = 0; times < 2; times++) await (await store.stage(chunks('twice'))).keep();
    expect(await read(sha256Of('twice'))).toBe('twice');
    expect((await kept()).filter((sha256) => sha256 === sha256Of('twice'))).toHaveLength(1);
  });

  it('takes an empty content', async () => {
    expect(await store.stage(chunks())).toMatchObject({ sha256: sha256Of(''), size: 0 });
  });

  it('discards what was staged, and nothing that was kept', async () => {
    const discarded = await store.stage(chunks('discarded'));
    await discarded.discard();
    await discarded.discard();
    const file = await store.stage(chunks('kept'));
    await file.keep();
    await file.discard();
    expect(await read(file.sha256)).toBe('kept');
    expect(await kept()).not.toContain(discarded.sha256);
  });

  it('leaves nothing of a stream that breaks', async () => {
    const before = await kept();
    const broken = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from('half of it');
      throw new Error('connection reset');
    };
    await expect(store.stage(broken())).rejects.toThrow('connection reset');
    expect(await kept()).toEqual(before);
    expect(await store.removeAbandoned(soon())).toBeGreaterThanOrEqual(0);
    await expect(store.stage(broken())).rejects.toThrow('connection reset');
    expect(await store.removeAbandoned(soon())).toBe(0);
  });

  it('removes contents, and does not mind when they are gone', async () => {
    const file = await store.stage(chunks('to be removed'));
    await file.keep();
    expect(await kept()).toContain(file.sha256);
    expect(await kept(new Date(Date.now() - 60_000))).toEqual([]);
    await store.remove(file.sha256);
    await store.remove(file.sha256);
    await expect(store.read(file.sha256)).rejects.toThrow();
    expect(await kept()).not.toContain(file.sha256);
  });

  it('removes uploads that have not gone on since then', async () => {
    await store.stage(chunks('abandoned'));
    expect(await store.removeAbandoned(new Date(Date.now() - 60_000))).toBe(0);
    expect(await store.removeAbandoned(soon())).toBe(1);
    expect(await store.removeAbandoned(soon())).toBe(0);
  });
}
