import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { webFolder } from '../../shared/http/web-folder.js';
import { Assets, type Asset } from '../application/assets.js';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** Read from the disk each time, which keeps them in its cache; packed copies are made by the build. */
@Injectable()
export class BuiltAssets extends Assets {
  readonly #folder = fileURLToPath(new URL('assets/', webFolder()));
  /** Only what is listed is ever opened, whatever a path says. */
  #names: Promise<ReadonlySet<string>> | undefined;

  async read(name: string, accepted: string): Promise<Asset | undefined> {
    const names = await (this.#names ??= this.list());
    if (!names.has(name)) return undefined;
    const packed = [
      { encoding: 'br', ending: '.br' },
      { encoding: 'gzip', ending: '.gz' },
    ] as const;
    const found = packed.find(
      ({ encoding, ending }) => new RegExp(`\\b${encoding}\\b`).test(accepted) && names.has(name + ending),
    );
    return {
      content: await readFile(join(this.#folder, name + (found?.ending ?? ''))),
      type: TYPES[extname(name)] ?? 'application/octet-stream',
      encoding: found?.encoding,
    };
  }

  private async list(): Promise<ReadonlySet<string>> {
    const entries = await readdir(this.#folder, { recursive: true, withFileTypes: true }).catch(() => []);
    return new Set(
      entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(this.#folder.length).replaceAll('\\', '/')),
    );
  }
}
