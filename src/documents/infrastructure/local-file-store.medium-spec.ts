import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { aNewDocument } from '../../../test/support/a-document.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { until } from '../../../test/support/until.js';
import type { Config } from '../../shared/config/config.js';
import { InstanceSettings } from '../../shared/database/instance-settings.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import type { StagedFile } from '../application/file-store.js';
import { RemoveOrphanFiles } from '../application/remove-orphan-files.js';
import { DocumentRow } from './document.row.js';
import { LocalFileStore } from './local-file-store.js';
import { TypeOrmDocumentRepository } from './typeorm-document.repository.js';

const MARKER = '.recordengine-store';
const MINUTE = 60_000;

describe('LocalFileStore', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: TypeOrmUnitOfWork;
  let root: string;
  let folder: string;

  beforeAll(async () => {
    database = await TestDatabase.create();
    dataSource = await database.open([DocumentRow]);
    unitOfWork = new TypeOrmUnitOfWork(dataSource);
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    await dataSource.query(`DELETE FROM instance_settings WHERE key = 'files_marker'`);
    root = await mkdtemp(join(tmpdir(), 're-files-'));
    folder = join(root, 'files');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function open(path = folder): Promise<LocalFileStore> {
    const store = new LocalFileStore(
      { filesUrl: pathToFileURL(path) } as Config,
      new InstanceSettings(unitOfWork),
    );
    await store.onModuleInit();
    return store;
  }

  async function* chunks(...parts: (string | Buffer)[]): AsyncGenerator<Buffer> {
    for (const part of parts) yield Buffer.from(part);
  }

  const stage = (store: LocalFileStore, content: string | Buffer): Promise<StagedFile> =>
    store.stage(chunks(content));
  const incoming = (): Promise<string[]> => readdir(join(folder, 'incoming'));
  const pathOf = (sha256: string): string => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  const makeOld = (path: string, minutes: number): Promise<void> => {
    const then = new Date(Date.now() - minutes * MINUTE);
    return utimes(path, then, then);
  };

  describe('a content', () => {
    it('goes by way of incoming to the place of its hash, for nobody else to read', async () => {
      const store = await open();
      const file = await stage(store, 'Hello');
      expect(await incoming()).toHaveLength(1);
      await file.keep();
      expect(await incoming()).toEqual([]);
      expect(await readFile(pathOf(file.sha256), 'utf8')).toBe('Hello');
      expect((await stat(pathOf(file.sha256))).mode & 0o777).toBe(0o600);
      expect((await stat(join(pathOf(file.sha256), '..'))).mode & 0o777).toBe(0o700);
      expect(await store.withLocalPath(file.sha256, async (path) => path)).toBe(pathOf(file.sha256));
    });

    it('leaves nothing when its stream breaks, nor when it is discarded', async () => {
      const store = await open();
      const broken = (async function* () {
        yield Buffer.alloc(200_000);
        throw new Error('connection reset');
      })();
      await expect(store.stage(broken)).rejects.toThrow('connection reset');
      await (await stage(store, 'discarded')).discard();
      expect(await incoming()).toEqual([]);
      expect((await readdir(folder)).sort()).toEqual([MARKER, 'incoming']);
    });

    it('is known by its bytes, not by its name', async () => {
      const store = await open();
      const pdf = await readFile(new URL('../../../examples/invoice-us.pdf', import.meta.url));
      const docx = await readFile(new URL('../../../examples/invoice-au.docx', import.meta.url));
      const xlsx = await readFile(new URL('../../../examples/invoice-ca.xlsx', import.meta.url));
      const png = Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      );
      for (const [content, name, type] of [
        [pdf, 'a.txt', 'application/pdf'],
        [docx, 'a.txt', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
        [xlsx, 'a.txt', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
        [png, 'a', 'image/png'],
        ['<script>alert(1)</script>', 'a.html', 'text/html'],
        ['<script>alert(1)</script>', 'a.pdf', 'text/plain'],
        ['a,b\n1,2\n', 'A.CSV', 'text/csv'],
        [Buffer.from('Größe;Preis\n', 'latin1'), 'a.csv', 'text/csv'],
        [Buffer.from('\ufeffa\tb\n', 'utf16le'), 'a.tsv', 'text/tab-separated-values'],
        ['<!-- x -->\n<!DOCTYPE html><p>', 'a.csv.bak', 'text/html'],
        ['<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', 'a.htm', 'text/html'],
        ['Grüße 漢', 'a', 'text/plain'],
        [Buffer.from('Grüße', 'latin1'), 'a.txt', 'application/octet-stream'],
        [Buffer.from([0, 1, 2, 3]), 'a.txt', 'application/octet-stream'],
        [`${'x'.repeat(8191)}é`, 'a.txt', 'text/plain'],
      ] as const) {
        const file = await stage(store, content);
        expect([name, await file.mimeType(name)]).toEqual([name, type]);
        await file.discard();
      }
    });

    it('is found by its hash alone', async () => {
      const store = await open();
      for (const name of ['../../etc/passwd', 'AB'.repeat(32), 'ab', `${'ab'.repeat(31)}/.`]) {
        await expect(store.read(name)).rejects.toThrow('Not a SHA-256');
        await expect(store.withLocalPath(name, async () => 1)).rejects.toThrow('Not a SHA-256');
        await expect(store.remove(name)).rejects.toThrow('Not a SHA-256');
      }
    });
  });

  describe('the marker', () => {
    it('is the same at every start', async () => {
      await open();
      const marker = await readFile(join(folder, MARKER), 'utf8');
      await open();
      expect(await readFile(join(folder, MARKER), 'utf8')).toBe(marker);
    });

    it('refuses a folder that is not the one of the database, and leaves it as it is', async () => {
      await open();
      const elsewhere = join(root, 'elsewhere');
      await expect(open(elsewhere)).rejects.toThrow(
        /FILES_URL .* is not the store of this database: .* absent/,
      );
      await expect(stat(elsewhere)).rejects.toThrow('ENOENT');
      await mkdir(elsewhere);
      await writeFile(join(elsewhere, MARKER), `${randomUUID()}\n`);
      await expect(open(elsewhere)).rejects.toThrow('is not the store of this database');
      expect(await readdir(elsewhere)).toEqual([MARKER]);
    });

    it('refuses an emptied folder', async () => {
      await open();
      await rm(folder, { recursive: true });
      await expect(open()).rejects.toThrow('is not the store of this database');
    });

    it('is made good after a kill between folder and database', async () => {
      await mkdir(folder);
      await writeFile(join(folder, MARKER), 'made-by-a-killed-process\n');
      await open();
      expect(await new InstanceSettings(unitOfWork).get('files_marker')).toBe('made-by-a-killed-process');
    });

    it('is one for processes that start together', async () => {
      await Promise.all(Array.from({ length: 5 }, () => open()));
      const marker = (await readFile(join(folder, MARKER), 'utf8')).trim();
      expect(await new InstanceSettings(unitOfWork).get('files_marker')).toBe(marker);
    });
  });

  describe('what killed processes leave behind', () => {
    it('is removed at the start: uploads that have not grown for an hour, and no others', async () => {
      await open();
      for (const [name, minutes] of [
        ['old', 61],
        ['going-on', 59],
      ] as const) {
        await writeFile(join(folder, 'incoming', name), 'half');
        await makeOld(join(folder, 'incoming', name), minutes);
      }
      await open();
      expect(await incoming()).toEqual(['going-on']);
    });

    it('is removed later: contents of no document; what else lies there stays', async () => {
      const store = await open();
      const documents = new TypeOrmDocumentRepository(unitOfWork, { now: () => new Date() });
      const removeOrphanFiles = new RemoveOrphanFiles(unitOfWork, documents, store, {
        now: () => new Date(),
      });
      const files = { orphan: await stage(store, 'orphan'), wanted: await stage(store, 'wanted') };
      for (const file of Object.values(files)) {
        await file.keep();
        await makeOld(pathOf(file.sha256), 61);
      }
      const fresh = await stage(store, 'fresh');
      await fresh.keep();
      await writeFile(join(pathOf(files.wanted.sha256), '..', '.nfs0001'), 'of the file system');
      await makeOld(join(pathOf(files.wanted.sha256), '..', '.nfs0001'), 61);
      await unitOfWork.run(() => documents.add(aNewDocument({ sha256: files.wanted.sha256 }), 'ann'));
      expect(await removeOrphanFiles.execute()).toBe(1);
      await expect(stat(pathOf(files.orphan.sha256))).rejects.toThrow('ENOENT');
      expect(await readFile(pathOf(files.wanted.sha256), 'utf8')).toBe('wanted');
      expect(await readFile(pathOf(fresh.sha256), 'utf8')).toBe('fresh');
    });

    it('is not a content that is being uploaded again at that moment', async () => {
      const store = await open();
      const documents = new TypeOrmDocumentRepository(unitOfWork, { now: () => new Date() });
      const removeOrphanFiles = new RemoveOrphanFiles(unitOfWork, documents, store, {
        now: () => new Date(),
      });
      const old = await stage(store, 'again');
      await old.keep();
      const path = pathOf(old.sha256);
      await makeOld(path, 61);

      let commit: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (commit = resolve));
      let kept = false;
      const again = await stage(store, 'again');
      const upload = unitOfWork.run(async () => {
        await documents.lockContent(again.sha256);
        await again.keep();
        await makeOld(path, 61); // as a store without times of its own would have it
        kept = true;
        await held;
        await documents.add(aNewDocument({ sha256: again.sha256 }), 'ann');
      });
      await until('the upload has kept its file', () => kept);
      const removal = removeOrphanFiles.execute();
      await until('the removal waits', async () => {
        const rows = await dataSource.query<unknown[]>(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`,
        );
        return rows.length === 1;
      });
      commit();
      await upload;
      expect(await removal).toBe(0);
      expect(await readFile(path, 'utf8')).toBe('again');
    });
  });
});
