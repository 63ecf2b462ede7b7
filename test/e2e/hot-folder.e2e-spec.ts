import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { Client } from '../support/client.js';
import { holdBack } from '../support/hold-back.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

/** The long form has 10,000. */
const BURST = Number(process.env['HOT_FOLDER_BURST'] ?? 300);
const STILL_MS = 300;

jest.setTimeout(120_000 + BURST * 60); // several starts each; a killed instance is missed for 10 s

interface Item {
  id: number;
  name: string;
  result: string;
  reason: string | null;
  attempts: number;
  document_id: number | null;
  source_key: string;
}
interface Document {
  id: number;
  filename: string;
  source: string;
  contact_id: number;
  folder_id: number;
  profile_id: number;
  notes: string | null;
}

describe('A hot folder', () => {
  let database: TestDatabase;
  let sql: pg.Client;
  let root: string;
  let dataDir: string;
  let folder: string;
  let started: Service[];

  beforeEach(async () => {
    started = [];
    root = await mkdtemp(join(tmpdir(), 're-hot-'));
    dataDir = join(root, 'data');
    folder = join(root, 'in');
    await mkdir(folder);
    database = await TestDatabase.create();
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
  });
  afterEach(async () => {
    await Promise.all(started.map((service) => service.stop()));
    await sql.end();
    await database.drop();
    await rm(root, { recursive: true, force: true });
  });

  const start = async (env: Record<string, string> = {}): Promise<Service> => {
    const service = await Service.start(
      {
        ...{ DATABASE_URL: database.url, HOT_FOLDERS: folder },
        ...{ HOT_FOLDER_SCAN: '100ms', HOT_FOLDER_STILL: `${STILL_MS}ms` },
        ...env,
      },
      dataDir,
    );
    started.push(service);
    return service;
  };
  /** As careful programs do: under a name that is left alone, and then renamed. */
  async function put(path: string, content: string | Buffer = `A letter. ${randomUUID()}\n`): Promise<void> {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.part`, content);
    await rename(`${file}.part`, file);
  }
  /** All files, without those that say who is alive. */
  async function files(...below: string[]): Promise<string[]> {
    const entries = await readdir(join(folder, ...below), { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    return entries
      .filter((entry) => !entry.isDirectory() && entry.name !== 'alive')
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort();
  }
  const month = (): string => `done/${new Date().toISOString().slice(0, 7).replace('-', '/')}`;
  const items = async (service: Service, query = ''): Promise<Item[]> =>
    (await new Client(service).get<{ items: Item[] }>(`/api/intake?limit=200&${query}`)).items;
  const itemOf = (service: Service, name: string, result: string): Promise<Item> =>
    until(
      `${name} is ${result}`,
      async () =>
        (await items(service, 'channel=hot_folder')).find(
          (item) => item.name === name && item.result === result,
        ),
      40,
    );
  const documentOf = async (service: Service, { document_id }: Item): Promise<Document> =>
    new Client(service).get<Document>(`/api/documents/${document_id}`);
  const count = async (table: string): Promise<number> =>
    Number((await sql.query<{ count: string }>(`SELECT count(*) FROM ${table}`)).rows[0]!.count);

  it('makes documents of what is put into it, and says so', async () => {
    const service = await start();
    await put('letter.txt');
    const item = await itemOf(service, 'letter.txt', 'accepted');
    expect(await documentOf(service, item)).toMatchObject({
      ...{ filename: 'letter.txt', source: 'Hot Folder', contact_id: 1, folder_id: 1, notes: null },
    });
    await new Client(service).status(item.document_id!, 'Needs Review');
    await until('it has left', async () => (await files()).join() === `${month()}/letter.txt`);
    expect(await items(service, 'result=failed')).toEqual([]);
  });

  it('takes contact, folder, profile and external_refs from sub-folders, settings and sidecars', async () => {
    const acme = [
      {
        path: folder,
        profile_id: 2,
        after: 'delete',
        sub_folders: { 'acme/bills': { contact_id: 2, folder_id: 3 } },
      },
    ];
    const service = await start({ HOT_FOLDERS: JSON.stringify(acme) });
    const { body: contact } = await service.json<{ id: number }>('POST', '/api/contacts', {
      name: 'Acme Ltd',
    });
    expect(contact.id).toBe(2); // with the folders 2 (Documents) and 3 (Review)
    const refs = '{ "crm":{"record_id":12345678901234567890},\n\t"b":1.0, "b":1e2, "c":"\\u00e4\\/ä" }';
    await put('acme/bills/a.txt');
    await put('contact-2 Acme/b.txt');
    await put(
      'c.txt.meta.json',
      `\ufeff{"folder_id" : 2, "contact_id":2,"profile_id":1,"external_refs":${refs}  }`,
    );
    await put('c.txt');
    const got = await Promise.all(
      ['acme/bills/a.txt', 'contact-2 Acme/b.txt', 'c.txt'].map(async (name) =>
        documentOf(service, await itemOf(service, name, 'accepted')),
      ),
    );
    expect(got).toMatchObject([
      { filename: 'a.txt', contact_id: 2, folder_id: 3, profile_id: 2 },
      { filename: 'b.txt', contact_id: 2, folder_id: 2, profile_id: 2 },
      { filename: 'c.txt', contact_id: 2, folder_id: 2, profile_id: 1 },
    ]);
    const kept = await service.fetch(`/api/documents/${got[2]!.id}/external_refs`);
    expect(await kept.text()).toBe(refs);
    await until('all have gone', async () => (await files()).length === 0);
  });

  it('leaves half a file alone until nobody writes it any more', async () => {
    const service = await start();
    const path = join(folder, 'slow.txt');
    await writeFile(path, '');
    for (let line = 0; line < 15; line++) {
      await appendFile(path, `Line ${line}\n`);
      await pause(STILL_MS / 3);
      expect(await count('intake_items')).toBe(0);
    }
    const { document_id } = await itemOf(service, 'slow.txt', 'accepted');
    const content = await service.fetch(`/api/documents/${document_id}/file`);
    expect((await content.text()).trim().split('\n')).toHaveLength(15);
    expect(await count('documents')).toBe(1);
  });

  it('keeps what is refused, says why, and tries again when it is asked to', async () => {
    const service = await start();
    await put('acme/a.txt.meta.json', '{"contact":1}');
    await put('acme/a.txt');
    const failed = await itemOf(service, 'acme/a.txt', 'failed');
    expect(failed).toMatchObject({
      reason: expect.stringContaining('"contact"'),
      document_id: null,
      attempts: 1,
    });
    const names = ['', '.intake-error.txt', '.meta.json'].map((ending) => `failed/acme/a.txt${ending}`);
    await until('it is in failed/', async () => (await files()).join() === names.join());
    expect(await readFile(join(folder, 'failed/acme/a.txt.intake-error.txt'), 'utf8')).toContain(
      failed.reason,
    );

    // Not mended: it comes back.
    const again = await service.json('POST', `/api/intake/${failed.id}/retry`);
    expect([again.status, again.body]).toMatchObject([200, { id: failed.id, result: 'waiting' }]);
    await until('it was tried', async () => (await itemOf(service, 'acme/a.txt', 'failed')).attempts === 2);
    await until('it is in failed/ again', async () => (await files()).join() === names.join());

    await writeFile(join(folder, 'failed/acme/a.txt.meta.json'), '{"external_refs":{"crm":1}}');
    await service.json('POST', `/api/intake/${failed.id}/retry`);
    const accepted = await itemOf(service, 'acme/a.txt', 'accepted');
    expect(accepted).toMatchObject({ id: failed.id, attempts: 3, reason: null });
    await until('it has left', async () => (await files('failed')).length === 0);
    expect((await service.json('POST', `/api/intake/${failed.id}/retry`)).status).toBe(409);
    expect(await count('documents')).toBe(1);
  });

  it('is waited for when it is not there, without a word to the rest of the service', async () => {
    await rm(folder, { recursive: true });
    const service = await start();
    await until('it says so', () => service.log.includes(`The hot folder ${folder} is not there`));
    expect(await readdir(root)).toEqual(['data']);
    await new Client(service).reviewed();
    await put('letter.txt');
    await itemOf(service, 'letter.txt', 'accepted');
    await rm(folder, { recursive: true, maxRetries: 10 }); // the service may be putting the file into it
    await until('it says so again', () => service.log.split('is not there').length === 3);
    await put('other.txt');
    await itemOf(service, 'other.txt', 'accepted');
  });

  it('keeps files while the database is away, and goes on by itself', async () => {
    const service = await start();
    await sql.query('BEGIN');
    await sql.query('LOCK TABLE documents IN ACCESS EXCLUSIVE MODE');
    await put('letter.txt');
    await until('it is claimed', async () => (await files('.processing')).length === 1);
    await sql.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await sql.query('ROLLBACK');
    await until('it is a document', async () => (await count('documents')) === 1, 40); // the API may answer 503 yet
    await itemOf(service, 'letter.txt', 'accepted');
    await until('it has left', async () => (await files()).join() === `${month()}/letter.txt`);
    expect(await count('documents')).toBe(1);
  });

  it('loses nothing and takes nothing twice when its process is killed before the commit, or behind it', async () => {
    const first = await start();
    const letGo = await holdBack(sql, 'BEFORE UPDATE ON intake_items', `NEW.result = 'accepted'`);
    const refs = '{"b":1.0 ,"b":1e2}';
    await put('letter.txt.meta.json', `{"external_refs":${refs}}`);
    await put('letter.txt');
    await until('it is about to be committed', async () => {
      const waiting = await sql.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`,
      );
      return waiting.rowCount === 1;
    });
    await first.signal('SIGKILL');
    await letGo();
    expect(await files('.processing')).toHaveLength(2);

    const second = await start();
    const item = await itemOf(second, 'letter.txt', 'accepted');
    await until('it has left', async () => (await files('.processing')).length === 0);
    expect(await count('documents')).toBe(1);
    expect(await (await second.fetch(`/api/documents/${item.document_id}/external_refs`)).text()).toBe(refs);
    await second.signal('SIGKILL');

    // As a process leaves it that is killed between the commit and the move.
    const claim = join(folder, '.processing', randomUUID(), `${item.source_key}+meta`);
    await mkdir(claim, { recursive: true });
    for (const name of ['letter.txt', 'letter.txt.meta.json'])
      await rename(join(folder, month(), name), join(claim, name));
    const third = await start();
    const left = [`${month()}/letter.txt`, `${month()}/letter.txt.meta.json`];
    await until('it has left again', async () => (await files()).join() === left.join());
    expect(await items(third)).toEqual([item]);
    expect(await count('documents')).toBe(1);
  });

  it('takes what has its sidecar, however many files wait for theirs, and tells of those once', async () => {
    const waiting = 5200; // more than are watched at a time
    const service = await start({ HOT_FOLDERS: JSON.stringify([{ path: folder, sidecar: 'required' }]) });
    const before = await residentMb(service);
    for (let at = 0; at < waiting; at += 100) {
      await Promise.all(Array.from({ length: 100 }, (_, i) => writeFile(join(folder, `${at + i}.txt`), 'x')));
    }
    await until('they are found', () => service.log.includes('waits for its .meta.json'));
    await put('complete.txt.meta.json', '{}');
    await put('complete.txt');
    await itemOf(service, 'complete.txt', 'accepted');
    expect(service.log.match(/waits for its \.meta\.json/g)!.length).toBeLessThan(10);
    expect(await count('documents')).toBe(1);
    expect((await residentMb(service)) - before).toBeLessThan(100);
  });

  it(`takes a burst of ${BURST} files with two instances, of which one is killed twice: each once`, async () => {
    const names = Array.from(
      { length: BURST },
      (_, at) => `${at % 7 ? '' : 'sub/'}${String(at).padStart(5, '0')}.txt`,
    );
    const one = await start({ HOT_FOLDER_SCAN: '500ms' });
    let other = await start({ ROLES: 'worker' });
    const beginning = await Promise.all([one, other].map(residentMb));
    await mkdir(join(folder, 'sub'));
    let most = 0;
    const sampling = setInterval(() => {
      for (const service of [one, other])
        void residentMb(service).then((now) => (most = Math.max(most, now)));
    }, 200);
    const startedAt = performance.now();
    try {
      for (const name of names) await writeFile(join(folder, name), `A letter, called ${name}.\n`);
      for (const share of [0.2, 0.5]) {
        await until(
          'some are taken',
          async () => (await count('documents')) >= BURST * share,
          30 + BURST / 20,
        );
        await other.signal('SIGKILL');
        other = await start({ ROLES: 'worker' });
      }
      await until(
        'all are taken and moved',
        async () => {
          const left = (await files()).filter((path) => !path.startsWith('done/'));
          return left.length === 0 && (await count('documents')) >= BURST;
        },
        60 + BURST / 20,
      );
    } finally {
      clearInterval(sampling);
    }
    const seconds = (performance.now() - startedAt) / 1000;
    process.stderr.write(
      `${BURST} files in ${seconds.toFixed(0)} s; ${beginning.map((mb) => mb.toFixed(0)).join(' and ')} MB resident ` +
        `at first, ${most.toFixed(0)} MB at most\n`,
    );

    const { rows } = await sql.query<{ filename: string; times: number }>(
      `SELECT filename, count(*)::integer AS times FROM documents GROUP BY filename ORDER BY filename`,
    );
    const bare = names.map((name) => name.replace('sub/', '')).sort();
    expect(rows.filter(({ times }) => times !== 1)).toEqual([]);
    expect(rows.map(({ filename }) => filename)).toEqual(bare);
    const contents = await sql.query(`SELECT 1 FROM documents GROUP BY sha256`);
    expect(contents.rowCount).toBe(BURST);
    expect((await files('done')).sort()).toEqual(names.map((name) => `${month()}/${name}`).sort());
    const open = await sql.query(`SELECT name, result FROM intake_items WHERE result <> 'accepted'`);
    expect(open.rows).toEqual([]);
    expect(await count('intake_items')).toBe(BURST);
    expect(most - Math.max(...beginning)).toBeLessThan(150);
  });
});

async function residentMb(service: Service): Promise<number> {
  const status = await readFile(`/proc/${service.process.pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}
