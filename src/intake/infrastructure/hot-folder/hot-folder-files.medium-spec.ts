import { execFileSync } from 'node:child_process';
import {
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '../../../../test/support/until.js';
import type { HotFolderSettings } from '../../../shared/config/read-hot-folders.js';
import type { IntakeItemState } from '../../domain/intake-item.js';
import type { Claim } from './claim.js';
import { HotFolderFiles } from './hot-folder-files.js';
import { openPlainFile } from './open-plain-file.js';
import { readStillFile } from './read-still-file.js';

/** What Linux takes. */
const MAX_PATH = 4095;
const NOW = new Date('2026-11-23T12:00:00.000Z');

describe('HotFolderFiles', () => {
  let outside: string;
  let root: string;
  let notices: string[];

  beforeEach(async () => {
    outside = await realpath(await mkdtemp(join(tmpdir(), 're-hot-')));
    root = join(outside, 'in');
    await mkdir(root);
    notices = [];
  });
  afterEach(() => rm(outside, { recursive: true, force: true }));

  const settings = (values: Partial<HotFolderSettings> = {}): HotFolderSettings => ({
    ...{ path: root, target: {}, subFolders: new Map(), afterwards: 'done', sidecar: 'optional' },
    ...values,
  });
  async function instance(values: Partial<HotFolderSettings> = {}): Promise<HotFolderFiles> {
    const files = new HotFolderFiles(settings(values), (path, problem) => notices.push(`${path} ${problem}`));
    expect(await files.enter()).toBeUndefined();
    return files;
  }
  async function put(path: string, content = path): Promise<string> {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
    return join(root, path);
  }
  async function tree(...folders: string[]): Promise<string[]> {
    const entries = await readdir(join(root, ...folders), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory() && entry.name !== 'alive')
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .sort();
  }
  /** @param length what the path of its claim comes to */
  async function putDeep(length: number): Promise<string> {
    const uuid = '0'.repeat(36);
    let path = '';
    for (let left = length - join(root, '.processing', uuid, uuid, 'a.pdf').length; left > 0; left -= 251) {
      path += `${'f'.repeat(Math.min(left, 251) - 1)}/`;
    }
    path += 'a.pdf';
    await put(path);
    return path;
  }
  const candidates = async (files: HotFolderFiles): Promise<string[]> =>
    (await files.candidates(1000)).map(({ path }) => path);
  async function claimOnly(files: HotFolderFiles): Promise<Claim> {
    const [candidate] = await files.candidates(1);
    const claim = candidate && (await files.claim(candidate));
    if (!claim) throw new Error('There is nothing to claim');
    return claim;
  }
  const itemOf = (claim: Claim, values: Partial<IntakeItemState> = {}): IntakeItemState => ({
    ...{ id: 7, channel: 'hot_folder', sourceKey: claim.id, origin: root, name: claim.path, sha256: null },
    ...{ result: 'failed', reason: 'It is a test.', attempts: 1, documentId: null, retryRequestedAt: null },
    ...values,
  });

  describe('what is found', () => {
    it('is regular files, also in sub-folders; the oldest first', async () => {
      for (const [age, path] of ['c.pdf', 'acme/b.pdf', 'acme/in/a b ä„“.pdf', 'd.pdf'].entries()) {
        await utimes(await put(path), 2000 - age, 2000 - age);
      }
      const files = await instance();
      expect(await candidates(files)).toEqual(['d.pdf', 'acme/in/a b ä„“.pdf', 'acme/b.pdf', 'c.pdf']);
      expect((await files.candidates(2)).map(({ path }) => path)).toEqual(['d.pdf', 'acme/in/a b ä„“.pdf']);
    });

    it('is not what is unfinished, clutter, a sidecar, or put there by the service', async () => {
      for (const path of [
        ...['.hidden', 'a.pdf.filepart', 'Thumbs.db', '@eaDir/a.pdf', '.stfolder/b.pdf', 'a.pdf.meta.json'],
        ...['done/2026/11/a.pdf', 'failed/b.pdf', '.processing/x/a.pdf', 'b.pdf.intake-error.txt'],
      ]) {
        await put(path);
      }
      await put('sub/done/c.pdf');
      expect(await candidates(await instance())).toEqual(['sub/done/c.pdf']);
    });

    it('is no link, FIFO or socket, and nothing in a folder that is a link', async () => {
      await writeFile(join(outside, 'secret.pdf'), 'secret');
      await mkdir(join(outside, 'folder'));
      await writeFile(join(outside, 'folder/other.pdf'), 'other');
      await symlink(join(outside, 'secret.pdf'), join(root, 'link.pdf'));
      await symlink(join(outside, 'folder'), join(root, 'linked'));
      execFileSync('mkfifo', [join(root, 'fifo.pdf')]);
      expect(await candidates(await instance())).toEqual([]);
      expect(notices.sort()).toEqual(
        ['fifo.pdf', 'link.pdf', 'linked'].map((name) => `${name} is no regular file`),
      );
    });

    it('goes on beside folders that cannot be entered, and names them', async () => {
      const files = await instance();
      await put('z/a.pdf');
      await mkdir(Buffer.concat([Buffer.from(`${root}/odd-`), Buffer.of(0xff)]));
      // Half by half, as a path of that length cannot be named.
      const name = 'f'.repeat(255);
      const half = `${name}/`.repeat(8);
      await mkdir(join(root, half), { recursive: true });
      await mkdir(join(outside, half), { recursive: true });
      await rename(join(outside, name), join(root, half, name));
      expect(await candidates(files)).toEqual(['z/a.pdf']);
      await rename(join(root, half, name), join(outside, name));
      expect(notices).toContainEqual('odd-\ufffd has a name that is not UTF-8');
      expect(notices).toContainEqual(
        expect.stringMatching(/^f+\/.* cannot be looked into \(ENAMETOOLONG\)$/),
      );
    });

    it('tells of other names of a file', async () => {
      await writeFile(join(outside, 'secret.pdf'), 'secret');
      await link(join(outside, 'secret.pdf'), join(root, 'a.pdf'));
      const files = await instance();
      expect(await files.candidates(9)).toEqual([]);
      expect([...files.waiting]).toMatchObject([
        ['waits: it has other names (hard links)', { count: 1, oldest: 'a.pdf' }],
      ]);
    });

    it('is what has its sidecar, where that is required, behind any number of files that wait for theirs', async () => {
      const files = await instance({ sidecar: 'required' });
      for (const age of [5, 9, 7]) {
        const path = await put(`waits-${age}.pdf`);
        await utimes(path, 1_800_000_000 - age, 1_800_000_000 - age);
      }
      await put('complete.pdf.meta.json', '{}');
      await put('complete.pdf');
      expect(await files.candidates(1)).toMatchObject([{ path: 'complete.pdf', hasSidecar: true }]);
      expect([...files.waiting]).toMatchObject([
        ['waits for its .meta.json', { count: 3, oldest: 'waits-9.pdf' }],
      ]);
      const claim = await claimOnly(files);
      expect(claim).toMatchObject({ path: 'complete.pdf', hasSidecar: true });
    });

    it.each([
      ['content', (path: string) => writeFile(path, 'longer than before')],
      ['time', (path: string) => utimes(path, 1000, 1000)],
      ['sidecar', (path: string) => writeFile(`${path}.meta.json`, '{}')],
    ])('changes its mark with its %s', async (_, change) => {
      const files = await instance();
      const path = await put('a.pdf');
      const [before] = await files.candidates(1);
      expect(await files.candidates(1)).toEqual([before]);
      await change(path);
      expect((await files.candidates(1))[0]?.mark).not.toBe(before?.mark);
      expect(await files.claim(before!)).toBeUndefined(); // it is not as it was
      expect(await tree('.processing')).toEqual([]);
    });
  });

  describe('a claim', () => {
    it('takes the file and its sidecar out of the folder', async () => {
      const files = await instance();
      await put('acme/a.pdf');
      await put('acme/a.pdf.meta.json', '{}');
      const claim = await claimOnly(files);
      expect(claim).toMatchObject({ path: 'acme/a.pdf', hasSidecar: true });
      expect(await tree()).toEqual([
        expect.stringMatching(/^\.processing\/[^/]+\/[^/]+\/acme\/a\.pdf$/),
        expect.stringMatching(/^\.processing\/[^/]+\/[^/]+\/acme\/a\.pdf\.meta\.json$/),
      ]);
      expect(await candidates(files)).toEqual([]);
    });

    it('takes no folder for a sidecar', async () => {
      const files = await instance();
      await put('a.pdf');
      await put('a.pdf.meta.json/b.pdf');
      const candidate = (await files.candidates(10)).find(({ path }) => path === 'a.pdf');
      const claim = await files.claim(candidate!);
      expect(claim).toMatchObject({ path: 'a.pdf', hasSidecar: false });
      expect(await candidates(files)).toEqual(['a.pdf.meta.json/b.pdf']);
    });

    it('leaves nothing behind of what has too long a path to be taken', async () => {
      const files = await instance();
      const path = await putDeep(MAX_PATH + 20);
      const [candidate] = await files.candidates(1);
      expect(candidate?.path).toBe(path);
      await expect(files.claim(candidate!)).rejects.toThrow('ENAMETOOLONG');
      const [me = ''] = await readdir(join(root, '.processing'));
      expect(await readdir(join(root, '.processing', me))).toEqual(['alive']);
    });

    it('is made by one of several instances', async () => {
      const instances = await Promise.all(Array.from({ length: 5 }, () => instance()));
      for (let round = 0; round < 20; round++) {
        await put(`${round}.pdf`);
        await put(`${round}.pdf.meta.json`);
        const [candidate] = await instances[0]!.candidates(1);
        const claims = (await Promise.all(instances.map((each) => each.claim(candidate!)))).filter(Boolean);
        expect(claims).toHaveLength(1);
        expect((await tree()).filter((path) => path.includes(`/${round}.pdf`))).toHaveLength(2);
      }
    });

    it('does not follow a folder that has become a link meanwhile', async () => {
      const files = await instance();
      await put('sub/a.pdf');
      const [candidate] = await files.candidates(1);
      await rename(join(root, 'sub'), join(outside, 'sub'));
      await symlink(join(outside, 'sub'), join(root, 'sub'));
      expect(await files.claim(candidate!)).toBeUndefined();
      expect(await readdir(join(outside, 'sub'))).toEqual(['a.pdf']);
    });

    it.each([
      ['a link', (path: string) => symlink('/etc/hostname', path)],
      ['a FIFO', async (path: string) => void execFileSync('mkfifo', [path])],
      ['one with another name', async (path: string) => link(await put('.other'), path)],
      ['a folder', (path: string) => mkdir(path)],
    ])('is not read when the file has become %s', async (_, make) => {
      const files = await instance();
      await put('a.pdf');
      const claim = await claimOnly(files);
      const path = join(claim.folder, 'a.pdf');
      await rm(path);
      await make(path);
      await expect(openPlainFile(path)).rejects.toMatchObject({ code: 'not_a_plain_file' });
    });

    it('is not read to its end when somebody still writes', async () => {
      const path = await put('a.pdf', 'x'.repeat(200_000));
      const file = await openPlainFile(path);
      let once = false;
      const readOnce = async (): Promise<void> => {
        for await (const _ of readStillFile(file)) {
          if (!once) await writeFile(path, 'y', { flag: 'a' });
          once = true;
        }
      };
      await expect(readOnce().finally(() => file.close())).rejects.toThrow('still being written');
    });
  });

  describe('the end', () => {
    it('is done/<year>/<month>, with the sub-folder and the sidecar', async () => {
      const files = await instance();
      await put('acme/a.pdf', 'content');
      await put('acme/a.pdf.meta.json', '{}');
      const claim = await claimOnly(files);
      await files.done(claim, itemOf(claim), NOW);
      expect(await tree()).toEqual(['done/2026/11/acme/a.pdf', 'done/2026/11/acme/a.pdf.meta.json']);
      expect(await readFile(join(root, 'done/2026/11/acme/a.pdf'), 'utf8')).toBe('content');
    });

    it('is nothing, where it is to be deleted', async () => {
      const files = await instance({ afterwards: 'delete' });
      await put('acme/a.pdf');
      await put('acme/a.pdf.meta.json', '{}');
      const claim = await claimOnly(files);
      await files.done(claim, itemOf(claim), NOW);
      expect(await tree()).toEqual([]);
    });

    it('overwrites nothing', async () => {
      const files = await instance();
      for (const id of [7, 8, 9]) {
        await put('a.pdf', String(id));
        const claim = await claimOnly(files);
        await files.done(claim, itemOf(claim, { id }), NOW);
      }
      const names = ['a (8).pdf', 'a (9).pdf', 'a.pdf'];
      expect(await tree()).toEqual(names.map((name) => `done/2026/11/${name}`));
      expect(
        await Promise.all(names.map((name) => readFile(join(root, 'done/2026/11', name), 'utf8'))),
      ).toEqual(['8', '9', '7']);
    });

    it('is failed/ with a text that says why, when it was refused', async () => {
      const files = await instance();
      for (const id of [7, 8]) {
        await put('acme/a.pdf');
        await put('acme/a.pdf.meta.json', '{}');
        const claim = await claimOnly(files);
        await files.failed(claim, itemOf(claim, { id, reason: 'The file is empty.' }), NOW);
        await files.failed(claim, itemOf(claim, { id }), NOW); // by another one that had it in hand, too
      }
      expect(await tree()).toEqual(
        ['a (8).pdf', 'a.pdf'].flatMap((name) =>
          ['', '.intake-error.txt', '.meta.json'].map((ending) => `failed/acme/${name}${ending}`),
        ),
      );
      const reason = await readFile(join(root, 'failed/acme/a (8).pdf.intake-error.txt'), 'utf8');
      expect(reason).toMatch(/^acme\/a\.pdf was not taken in\.\n\nReason: The file is empty\.\n/);
      expect(reason).toContain('POST /api/intake/8/retry');
    });

    it('has room for the longest of names', async () => {
      const files = await instance();
      const name = `${'ä'.repeat(125)}.pdf`;
      await put(name);
      const claim = await claimOnly(files);
      await files.failed(claim, itemOf(claim), NOW);
      expect(await tree()).toEqual([
        `failed/${'ä'.repeat(108)}.pdf`,
        `failed/${'ä'.repeat(108)}.pdf.intake-error.txt`,
      ]);
      const back = await files.takeBack(itemOf(claim));
      expect(back).toMatchObject({ id: claim.id, path: name });
    });

    it('leads nowhere else', async () => {
      const files = await instance();
      await put('a.pdf');
      const claim = await claimOnly(files);
      await symlink(outside, join(root, 'done'));
      await expect(files.done(claim, itemOf(claim), NOW)).rejects.toThrow('leads out');
      expect(await files.enter()).toContain('done in the hot folder');
      expect((await readdir(outside)).sort()).toEqual(['in']);
    });
  });

  it('takes a refused file back, with its sidecar, and by its old key', async () => {
    const files = await instance();
    for (const id of [7, 8]) {
      await put('acme/a.pdf', String(id));
      await put('acme/a.pdf.meta.json', String(id));
      const claim = await claimOnly(files);
      const item = itemOf(claim, { id });
      await files.failed(claim, item, NOW);
      if (id === 7) continue;
      expect(await files.isClaimed(item)).toBe(false);
      const back = await files.takeBack(item);
      expect(back).toMatchObject({ id: claim.id, path: 'acme/a.pdf', hasSidecar: true });
      expect(await readFile(join(back!.folder, 'acme/a.pdf'), 'utf8')).toBe('8');
      expect(await readFile((await files.sidecarOf(back!))!, 'utf8')).toBe('8');
      expect(await files.isClaimed(item)).toBe(true);
      expect(await files.takeBack(item)).toBeUndefined();
      expect(await files.takeBack({ ...item, name: '../a.pdf' })).toBeUndefined();
    }
    expect((await tree('failed')).length).toBe(3);
  });

  it('takes a file back, too, when only its sidecar stays behind', async () => {
    const files = await instance();
    await put('a.pdf');
    await put('a.pdf.meta.json');
    const claim = await claimOnly(files);
    await files.failed(claim, itemOf(claim), NOW);
    await mkdir(join(claim.folder, 'a.pdf.meta.json'), { recursive: true }); // is in the way
    expect(await files.takeBack(itemOf(claim))).toEqual(claim);
    expect(await readFile(join(claim.folder, 'a.pdf'), 'utf8')).toBe('a.pdf');
    expect(await tree('failed')).toEqual(['failed/a.pdf.meta.json']);
  });

  describe('another instance’s claims', () => {
    it('are left to it while it lives, and taken over when it shows no life', async () => {
      const [one, other] = [await instance(), await instance()];
      await put('acme/a.pdf');
      await put('acme/a.pdf.meta.json', '{}');
      const claim = await claimOnly(one);
      for (let beats = 0; beats < 5; beats++) {
        await one.beat();
        expect(await other.takeOver(50)).toEqual([]);
      }
      const [taken] = await until('it is taken over', async () => {
        const claims = await other.takeOver(50);
        return claims.length > 0 && claims;
      });
      expect(taken).toEqual({ ...claim, folder: taken?.folder });
      expect(await readFile(join(taken!.folder, 'acme/a.pdf'), 'utf8')).toBe('acme/a.pdf');
      await one.beat(); // it was only slow
      expect(await one.takeOver(60_000)).toEqual([]);
      await one.done(claim, itemOf(claim), NOW); // and finds nothing to do
      expect((await tree()).every((path) => path.startsWith('.processing'))).toBe(true);
    });

    it('are taken over at once when it has left, by one of the others', async () => {
      const one = await instance();
      const others = await Promise.all(Array.from({ length: 4 }, () => instance()));
      for (let count = 0; count < 20; count++) await put(`${count}.pdf`);
      for (const candidate of await one.candidates(20)) await one.claim(candidate);
      await one.leave();
      const claims = (await Promise.all(others.map((each) => each.takeOver(60_000)))).flat();
      expect(claims.map(({ path }) => path).sort()).toEqual(
        Array.from({ length: 20 }, (_, at) => `${at}.pdf`).sort(),
      );
      expect((await readdir(join(root, '.processing'))).length).toBe(4);
    });

    it('find their sidecar, when it was killed before it had that', async () => {
      const [one, other] = [await instance(), await instance()];
      await put('a.pdf');
      const sidecar = await put('a.pdf.meta.json', 'mine');
      const claim = await claimOnly(one);
      await rename(join(claim.folder, 'a.pdf.meta.json'), sidecar); // as if
      await one.leave();
      const [taken] = await other.takeOver(0);
      expect(await readFile((await other.sidecarOf(taken!))!, 'utf8')).toBe('mine');
    });

    it('are nothing when it was killed before it had the file', async () => {
      const [one, other] = [await instance(), await instance()];
      await put('sub/a.pdf');
      const claim = await claimOnly(one);
      await rename(join(claim.folder, 'sub/a.pdf'), join(root, 'sub/a.pdf'));
      await one.leave();
      expect(await other.takeOver(0)).toEqual([]);
      expect(await candidates(other)).toEqual(['sub/a.pdf']);
      await other.leave(); // and no empty folder is handed on for ever
      expect(await readdir(join(root, '.processing'))).toEqual([]);
    });

    it('are finished when it was killed on the way to done/', async () => {
      const [one, other] = [await instance(), await instance()];
      await put('a.pdf', 'content');
      await put('a.pdf.meta.json');
      const claim = await claimOnly(one);
      await mkdir(join(root, 'done/2026/11'), { recursive: true }); // it has both names, and the sidecar is there already
      await link(join(claim.folder, 'a.pdf'), join(root, 'done/2026/11/a.pdf'));
      await rename(join(claim.folder, 'a.pdf.meta.json'), join(root, 'done/2026/11/a.pdf.meta.json'));
      await one.leave();
      const [taken] = await other.takeOver(0);
      await other.done(taken!, itemOf(claim), NOW);
      expect(await tree('done')).toEqual(['done/2026/11/a.pdf', 'done/2026/11/a.pdf.meta.json']);
      expect(await readFile(join(root, 'done/2026/11/a.pdf'), 'utf8')).toBe('content');
      expect(await tree('.processing')).toEqual([]);
    });
  });

  it('says what is wrong with a folder, and makes none that is not there', async () => {
    const missing = new HotFolderFiles(settings({ path: join(outside, 'missing') }));
    expect(await missing.enter()).toContain('is not there');
    await missing.beat();
    expect(await readdir(outside)).toEqual(['in']);
    const file = new HotFolderFiles(settings({ path: await put('a.pdf') }));
    expect(await file.enter()).toContain('is not a folder');
    const files = await instance();
    await rm(root, { recursive: true });
    await expect(files.beat()).rejects.toThrow('ENOENT');
    expect(await readdir(outside)).toEqual([]);
    expect(await files.enter()).toContain('is not there');
  });
});
