import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { processesOf } from '../support/processes-of.js';
import { Script } from '../support/script.js';
import { until } from '../support/until.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const server = (): string => process.env['RE_TEST_SERVER'] ?? '';

const started: Script[] = [];

function demo(env: Record<string, string> = {}, ...args: string[]): Script {
  const script = Script.run([process.execPath, join(root, 'scripts/demo.mjs'), ...args], env);
  started.push(script);
  return script;
}

const folderOf = (script: Script): string => join(root, 'data/demo', String(script.pid));

function nothingRunsFor(script: Script): Promise<boolean> {
  return until(
    `no process of ${folderOf(script)} is left`,
    async () => (await processesOf(folderOf(script))).length === 0,
  );
}

afterEach(async () => {
  for (const script of started.splice(0)) await script.kill();
});

describe('npm run demo', () => {
  it('shows the main job, also after one that was killed half-way', async () => {
    const killed = demo();
    await killed.prints(/Upload +examples\/invoice-us\.pdf/);
    expect(await killed.signal('SIGKILL')).toBe('SIGKILL');
    await nothingRunsFor(killed);

    const again = demo();
    expect(await again.ended).toBe(0);
    const { output } = again;
    expect(output).toMatch(/Extraction +New → .*Needs Review/);
    expect(output).toMatch(/invoice_number +CT-20817/);
    expect(output).toMatch(/webhook-signature +v1,\S{44}\n/);
    expect(output).toMatch(/✓ the signature is right/);
    expect(output).toMatch(/✓ external_refs: \d+ bytes, identical to those sent/);
    expect(output).toMatch(/✓ signed in with the token, back on the page of invoice-us\.pdf/);
    expect(output).toMatch(/median between [\d.]+ and [\d.]+ ms/);
    expect(output).toMatch(/✓ revisions 1 to 21 arrived in order, each once/);
    expect(output).toMatch(/\ndoc_url +http:\/\/localhost:\d+\/documents\/1\n/);
    expect(output).toMatch(/\nEverything held, in [\d.]+ s\.\n$/);
    expect(await processesOf(folderOf(again))).toEqual([]);
    expect([killed, again].map(folderOf).filter((folder) => existsSync(folder))).toEqual([]);
  }, 60_000);

  it('stays for a look around with --keep, and cleans up after Ctrl-C, a database of DATABASE_URL too', async () => {
    const script = demo({ DATABASE_URL: server() }, '--keep');
    const [, document = ''] = await script.prints(/document +(http\S+)[^]*\n +log /);
    const [, token = ''] = await script.prints(/API token +(re_[0-9a-f]{40})/);
    const [, database = ''] = await script.prints(/database (recordengine_demo_\w+)/);
    expect((await fetch(document, { redirect: 'manual' })).status).toBe(302);
    const api = new URL('/api/documents/1', document);
    const answer = await fetch(api, { headers: { authorization: `Bearer ${token}` } });
    expect(await answer.json()).toMatchObject({ status: 'Export', revision: 21 });
    expect(existsSync(join(folderOf(script), 'postgres'))).toBe(false);

    expect(await script.signal('SIGINT')).toBe(130);
    expect(await processesOf(folderOf(script))).toEqual([]);
    expect(existsSync(folderOf(script))).toBe(false);
    const client = new pg.Client({ connectionString: server() });
    await client.connect();
    const { rows } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    await client.end();
    expect(rows).toEqual([]);
  }, 60_000);

  it('fails loudly, with the reason', async () => {
    const script = demo({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' });
    expect(await script.ended).toBe(1);
    expect(script.output).toMatch(/The demo failed\. The server of DATABASE_URL refused: .*ECONNREFUSED/);
    expect(script.output).not.toMatch(/Everything held/);
  });

  it('refuses an option that it does not know', async () => {
    const script = demo({}, '--kepe');
    expect(await script.ended).toBe(2);
    expect(script.output).toBe('Usage: npm run demo [-- --keep]\n');
  });
});
