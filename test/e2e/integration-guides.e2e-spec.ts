import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { Client } from '../support/client.js';
import { Script } from '../support/script.js';
import { freePort, Service, TEST_TOKEN } from '../support/service.js';
import { ShellTour } from '../support/shell-tour.js';
import { TestDatabase } from '../support/test-database.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'docs/integrations');
const GUIDES = (await readdir(folder)).filter((name) => name.endsWith('.md'));
const hasPython = spawnSync('python3', ['--version']).status === 0;
const withCurl = ShellTour.canRun ? it : it.skip;
const withPython = hasPython ? it : it.skip;

const page = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');

describe('docs/integrations', () => {
  let database: TestDatabase;
  let service: Service;
  let client: Client;
  let scratch: string;

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 're-guides-'));
    database = await TestDatabase.create();
    service = await Service.start({ DATABASE_URL: database.url });
    client = new Client(service);
  });
  afterAll(async () => {
    await service?.stop();
    await database?.drop();
    await rm(scratch, { recursive: true, force: true });
  });

  const given = (hook: string): Record<string, string> => ({
    API: `${service.url}/api`,
    TOKEN: TEST_TOKEN,
    HOOK: hook,
  });

  /** An endpoint at a receiver of its own, gone when the test ends. */
  async function withReceiver(body: (receiver: WebhookReceiver) => Promise<void>): Promise<void> {
    const receiver = await WebhookReceiver.start();
    try {
      await body(receiver);
    } finally {
      const { items } = await client.get<{ items: { id: number; url: string }[] }>(
        '/api/webhook-endpoints?limit=200',
      );
      for (const { id, url } of items)
        if (url === receiver.url) await service.json('DELETE', `/api/webhook-endpoints/${id}`);
      await receiver.stop();
    }
  }

  describe('the curl lines, as they are written (needs curl and bash)', () => {
    for (const name of GUIDES) {
      withCurl(
        name,
        () =>
          withReceiver(async (receiver) => {
            const text = await page(name);
            const tour = await ShellTour.run(text, given(receiver.url));
            expect([tour.code, tour.output]).toEqual([0, expect.any(String)]);
            expect(tour.refused).toEqual([]);
            expect(tour.statuses.length).toBeGreaterThanOrEqual(tour.written);
            expect(tour.written).toBeGreaterThan(4);
            // Every one of them is in a block that was run.
            expect(text.match(/\bcurl\b(?=\s+["'$-])/g)).toHaveLength(tour.written);

            if (name === 'README.md') return; // it exports nothing
            const [arrival] = await receiver.received(1);
            const event = JSON.parse(arrival!.body.toString()) as { external_refs: object; event: string };
            expect(event).toMatchObject({ event: 'document.exported', external_refs: expect.anything() });
            expect(Object.keys(event.external_refs).length).toBeGreaterThan(0);
            const written = text.match(/`(webhook|x-recordengine)-[a-z]+`/g) ?? [];
            const known = [...Object.keys(arrival!.headers), 'x-recordengine-resend'];
            expect(written.filter((each) => !known.includes(each.slice(1, -1)))).toEqual([]);
          }),
        60_000,
      );
    }
  });

  describe('the programs in plain-code.md', () => {
    /** The block that begins with that comment, as a file. */
    async function program(name: string): Promise<string> {
      const text = await page('plain-code.md');
      const block = [...text.matchAll(/^```(?:js|python)\n(?:\/\/|#) run: (\S+)\n(.*?)^```/gms)].find(
        ([, each]) => each === name,
      );
      const path = join(scratch, name);
      await writeFile(path, block?.[2] ?? `throw new Error('${name} is not in plain-code.md')`);
      return path;
    }

    async function uploads(command: [string, ...string[]]): Promise<void> {
      const run = Script.run(command, given(''), root);
      expect([await run.ended, run.output]).toEqual([0, expect.any(String)]);
      const [, id] = /^(\d+) http\S+\/documents\/\1\n$/.exec(run.output) ?? [];
      const document = await client.get(`/api/documents/${id}`);
      expect(document).toMatchObject({
        filename: 'invoice-us.pdf',
        external_refs: { crm: { record_id: '9127' } },
      });
    }

    it('upload.mjs', async () => uploads([process.execPath, await program('upload.mjs')]));
    withPython('upload.py (needs python3)', async () => uploads(['python3', await program('upload.py')]));

    async function receives(command: [string, ...string[]]): Promise<void> {
      const port = await freePort();
      const url = `http://127.0.0.1:${port}/hook`;
      const { id: endpoint, secret } = await client.endpoint(url);
      const run = Script.run(command, { ENDPOINT_SECRET: secret, PORT: String(port) });
      try {
        await run.prints(/listening\n/);
        const { id } = await client.reviewed({ refs: '{"crm": {"record_id": "9127"}}' });
        const first = await client.deliveryOf(await client.export(id), 'delivered');
        const second = await client.deliveryOf(await client.export(id), 'delivered');
        const late = await client.resend(first.id); // was seen before
        await client.delivery(late.body.id, 'delivered');
        const updates = run.output.split('\n').filter((line) => line.startsWith('update'));
        const doc = `${service.url.replace('127.0.0.1', 'localhost')}/documents/${id}`;
        expect(updates).toEqual([`update 9127 1 ${doc}`, `update 9127 2 ${doc}`]);
        expect(second.attempts).toBe(1);

        const post = async (body: string, at: Date, key = secret): Promise<number> => {
          const headers = {
            'webhook-id': 'msg_1',
            'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
            'webhook-signature': `v1,AAAA ${new Webhook(key).sign('msg_1', at, body)}`,
          };
          return (await fetch(url, { method: 'POST', headers, body })).status;
        };
        const stranger = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
        expect(await post('{}', new Date(), stranger)).toBe(401);
        expect(await post('{}', new Date(Date.now() - 310_000))).toBe(401);
        expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
        expect(await post('{}', new Date())).toBe(204);
      } finally {
        await run.kill();
        await service.json('DELETE', `/api/webhook-endpoints/${endpoint}`);
      }
    }

    it('receiver.mjs', async () => receives([process.execPath, await program('receiver.mjs')]));
    withPython('receiver.py (needs python3)', async () =>
      receives(['python3', await program('receiver.py')]),
    );
  });
});
