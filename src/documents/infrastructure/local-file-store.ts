import { randomUUID } from 'node:crypto';
import { access, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../shared/config/config.js';
import { syncFolder, writeOnce } from '../../shared/config/write-once.js';
import { InstanceSettings } from '../../shared/database/instance-settings.js';
import { FileStore, type StagedFile } from '../application/file-store.js';
import { detectMimeType } from './detect-mime-type.js';
import { receiveFile } from './receive-file.js';

const MARKER = '.recordengine-store';
const HOUR = 3_600_000;
const SHA256 = /^[0-9a-f]{64}$/;

/** `<folder>/ab/cd/abcd…`, with `<folder>/incoming/` beside it for what is being received. */
@Injectable()
export class LocalFileStore extends FileStore implements OnModuleInit {
  readonly #folder: string;

  constructor(
    config: Config,
    private readonly settings: InstanceSettings,
  ) {
    super();
    this.#folder = fileURLToPath(config.filesUrl);
  }

  async onModuleInit(): Promise<void> {
    await this.checkMarker();
    await mkdir(this.incoming, { recursive: true, mode: 0o700 });
    await this.removeAbandoned(new Date(Date.now() - HOUR));
  }

  async stage(stream: AsyncIterable<Uint8Array>): Promise<StagedFile> {
    const path = join(this.incoming, randomUUID());
    const { sha256, size } = await receiveFile(stream, path, { flush: true });
    return {
      sha256,
      size,
      mimeType: (filename) => detectMimeType(path, filename),
      prepare: async () => undefined, // to keep it is a rename
      keep: () => this.keep(path, sha256),
      discard: () => rm(path, { force: true }),
    };
  }

  async read(sha256: string, range?: { start: number; end: number }): Promise<Readable> {
    const file = await open(this.path(sha256));
    return file.createReadStream(range);
  }

  async withLocalPath<T>(sha256: string, use: (path: string) => Promise<T>): Promise<T> {
    const path = this.path(sha256);
    await access(path);
    return use(path);
  }

  async *kept(before: Date): AsyncGenerator<string> {
    for (const outer of await folders(this.#folder)) {
      for (const inner of await folders(join(this.#folder, outer))) {
        for (const sha256 of await readdir(join(this.#folder, outer, inner))) {
          if (!SHA256.test(sha256)) continue;
          const kept = await stat(this.path(sha256)).catch(() => undefined);
          if (kept && kept.mtime < before) yield sha256;
        }
      }
    }
  }

  async remove(sha256: string): Promise<void> {
    await rm(this.path(sha256), { force: true });
  }

  async removeAbandoned(before: Date): Promise<number> {
    let removed = 0;
    for (const name of await readdir(this.incoming)) {
      const path = join(this.incoming, name);
      const received = await stat(path).catch(() => undefined);
      if (!received || received.mtime >= before) continue;
      await rm(path, { force: true });
      removed += 1;
    }
    return removed;
  }

  /** What is wrong with a folder shows in every request of its own. */
  async failingSince(): Promise<Date | undefined> {
    return undefined;
  }

  private get incoming(): string {
    return join(this.#folder, 'incoming');
  }

  private path(sha256: string): string {
    if (!SHA256.test(sha256)) throw new Error(`Not a SHA-256: ${sha256}`);
    return join(this.#folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }

  /** The rename is atomic; syncing the folders makes it durable, too. */
  private async keep(staged: string, sha256: string): Promise<void> {
    const path = this.path(sha256);
    const folder = join(path, '..');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(staged, path);
    // All three: another process may have made a folder a moment ago, and not synced it yet.
    for (const changed of [folder, join(folder, '..'), this.#folder]) await syncFolder(changed);
  }

  /**
   * The store and the database know each other by a random marker. A process that was started on another machine
   * would otherwise find an empty folder, serve 404 for every file and store new ones where nobody else sees them.
   * The folder is marked first, and only while the database knows no marker: a kill in between is made good next time.
   */
  private async checkMarker(): Promise<void> {
    const file = join(this.#folder, MARKER);
    const known = await this.settings.get('files_marker');
    if (known === undefined) await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const found =
      known === undefined ? await writeOnce(file, randomUUID) : await readFile(file, 'utf8').catch(() => '');
    const expected = known ?? (await this.settings.getOrSet('files_marker', found));
    if (found.trim() === expected) return;
    throw new Error(
      `FILES_URL (${this.#folder}) is not the store of this database: its marker is ${found.trim() || 'absent'}, ` +
        `expected ${expected}. Point FILES_URL at the shared store, or copy the files there, ${MARKER} included.`,
    );
  }
}

/** The folders of two hex digits in which contents lie. */
async function folders(path: string): Promise<string[]> {
  return (await readdir(path)).filter((name) => /^[0-9a-f]{2}$/.test(name));
}
