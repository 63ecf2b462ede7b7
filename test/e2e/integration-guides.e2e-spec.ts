import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { Client } from '../support/client.js';
import { compiled } from '../support/compiled.js';
import { Script } from '../support/script.js';
import { freePort, Service, TEST_TOKEN } from '../support/service.js';
import { ShellTour } from '../support/shell-tour.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';
import { WebhookReceiver, type Arrival } from '../support/webhook-receiver.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'docs/integrations');
const GUIDES = (await readdir(folder)).filter((name) => name.endsWith('.md'));
const hasPython = spawnSync('python3', ['--version']).status === 0;
const withCurl = ShellTour.canRun ? it : it.skip;
const withPython = hasPython ? it : it.skip;

const page = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');

/** The block of code that begins with the comment `run: <name>`. */
async function block(guide: string, name: string): Promise<string> {
  const found = [...(await page(guide)).matchAll(/^```(?:js|python)\n(?:\/\/|#) run: (\S+)\n(.*?)^```/gms)];
  const code = found.find(([, each]) => each === name)?.[2];
  if (code === undefined) throw new Error(`${name} is not in ${guide}`);
  return code;
}

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
            const arrival = await until('an export has arrived', () =>
              receiver.arrivals.find(
                ({ headers }) => headers['x-recordengine-event'] === 'document.exported',
              ),
            );
            const event = JSON.parse(arrival.body.toString()) as { external_refs: object; event: string };
            expect(event).toMatchObject({ event: 'document.exported', external_refs: expect.anything() });
            expect(Object.keys(event.external_refs).length).toBeGreaterThan(0);
            const written = text.match(/`(webhook|x-recordengine)-[a-z]+`/g) ?? [];
            const known = [...Object.keys(arrival.headers), 'x-recordengine-resend'];
            expect(written.filter((each) => !known.includes(each.slice(1, -1)))).toEqual([]);
          }),
        60_000,
      );
    }
  });

  describe('the programs in plain-code.md', () => {
    async function program(name: string): Promise<string> {
      const path = join(scratch, name);
      await writeFile(path, await block('plain-code.md', name));
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

        // What one system has in the refs can be any JSON: no exception, and nothing is lost by one.
        const { id: odd } = await client.reviewed({ refs: '{"crm": "9127"}' });
        const told = await client.deliveryOf(await client.export(odd), 'delivered');
        expect(told.attempts).toBe(1);
        expect(run.output).toMatch(new RegExp(`update (undefined|None) 1 \\S+/documents/${odd}\n`));

        // Who hangs up in the middle, or announces too much, takes nobody with him.
        const raw = (length: number, hangUp: boolean): Promise<string> =>
          new Promise((resolve, reject) => {
            let answer = '';
            const socket = connect(port, '127.0.0.1', () => {
              const head = `POST /hook HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n`;
              socket.write(`${head}{"a":1`, () => hangUp && socket.resetAndDestroy());
            });
            socket.on('data', (data) => (answer += data.toString())).on('close', () => resolve(answer));
            socket.on('data', () => socket.destroy()).on('error', reject);
          });
        await raw(100, true);
        expect(await raw(50_000_000, false)).toMatch(/^HTTP\/1\.[01] 413 /);

        const post = async (body: string, at: Date, key = secret): Promise<number> => {
          const headers = {
            'webhook-id': body === '{}' ? 'msg_1' : 'msg_2',
            'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
            'webhook-signature': `v1,AAAA ${new Webhook(key).sign(body === '{}' ? 'msg_1' : 'msg_2', at, body)}`,
          };
          return (await fetch(url, { method: 'POST', headers, body })).status;
        };
        const stranger = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
        expect(await post('{}', new Date(), stranger)).toBe(401);
        expect(await post('{}', new Date(Date.now() - 310_000))).toBe(401);
        expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
        expect(await post('{}', new Date())).toBe(204);
        // What could not be done is not taken for seen.
        expect([await post('odd', new Date()), await post('odd', new Date())]).toEqual([500, 500]);
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

  describe('the code for platforms', () => {
    const require = createRequire(import.meta.url);

    /** What RecordEngine sends for an export of a new document. */
    async function sent(
      refs: string,
      secretOf: (secret: string) => void = () => undefined,
    ): Promise<Arrival> {
      let arrival: Arrival | undefined;
      await withReceiver(async (receiver) => {
        secretOf((await client.endpoint(receiver.url)).secret);
        const { id } = await client.reviewed({ refs });
        await client.export(id);
        [arrival] = await receiver.received(1);
      });
      return arrival!;
    }

    it('Zapier, the code step: takes what is genuine alone', async () => {
      let secret = '';
      const { headers, body } = await sent('{"crm":{"record_id":"9127"}}', (its) => (secret = its));
      const code = await block('zapier.md', 'code-step.js');
      const run = (inputData: object): object => compiled(code, { inputData, require });
      const input = {
        raw: body.toString(),
        id: headers['webhook-id'],
        timestamp: headers['webhook-timestamp'],
        signatures: headers['webhook-signature'],
        secret,
      };
      expect(run(input)).toMatchObject({
        id: input.id,
        revision: 1,
        event: JSON.parse(input.raw) as object,
      });
      expect(() => run({ ...input, raw: `${input.raw} ` })).toThrow('Not from RecordEngine');
      const signedAt = (seconds: number): object => {
        const at = new Date(Math.floor(Date.now() / 1000 + seconds) * 1000);
        const signatures = new Webhook(secret).sign(String(input.id), at, input.raw);
        return { ...input, timestamp: String(at.getTime() / 1000), signatures };
      };
      expect(run(signedAt(-250))).toMatchObject({ id: input.id });
      for (const odd of [-310, 310]) expect(() => run(signedAt(odd))).toThrow('Too old');
    });

    it('Zapier, the trigger: subscribes, lists, takes events, and unsubscribes twice', async () => {
      const module = {
        exports: {} as { operation: Record<string, (z: object, bundle: object) => Promise<never>> },
      };
      compiled(await block('zapier.md', 'trigger.js'), { module });
      const { performSubscribe, performUnsubscribe, perform, performList } = module.exports.operation;
      const z = {
        request: async ({ url, method = 'GET', body }: { url: string; method?: string; body?: object }) => {
          const { status, body: data } = await service.json(
            method,
            new URL(url).pathname + new URL(url).search,
            body,
          );
          expect(status).toBeLessThan(300);
          return { data };
        },
      };
      const authData = { base_url: service.url };
      await withReceiver(async (receiver) => {
        const bundle = { authData, targetUrl: receiver.url };
        const subscribeData = (await performSubscribe!(z, bundle)) as { id: number };
        expect(subscribeData).toMatchObject({ id: expect.any(Number), url: receiver.url });
        const { id } = await client.reviewed();
        const { event_id } = await client.export(id);
        const [arrival] = await receiver.received(1);
        const cleanedRequest = JSON.parse(arrival!.body.toString()) as object;
        const [event] = (await perform!(z, { ...bundle, cleanedRequest })) as object[];
        expect(event).toMatchObject({ id: event_id, document_id: id, revision: 1 });
        const listed = await until('it is in the feed', async () => {
          const all = (await performList!(z, bundle)) as { id: string }[];
          return all[0]?.id === event_id && all;
        });
        expect(Object.keys(listed[0]!).sort()).toEqual(Object.keys(event!).sort());
        await performUnsubscribe!(z, { ...bundle, subscribeData });
        await performUnsubscribe!(z, { ...bundle, subscribeData });
        const gone = await service.json('GET', `/api/webhook-endpoints/${subscribeData.id}`);
        expect(gone.status).toBe(404);
      });
    });

    it('HubSpot, the custom code action: uploads the file of a deal once', async () => {
      const exports = {} as { main: (event: object, callback: (answer: object) => void) => Promise<void> };
      const env = { RECORDENGINE_API: `${service.url}/api`, RECORDENGINE_TOKEN: TEST_TOKEN };
      compiled(await block('hubspot.md', 'custom-code.js'), { exports, process: { env } });
      const answers: object[] = [];
      const event = {
        callbackId: 'ap-123-456',
        object: { objectId: 9127 },
        inputFields: { file_url: 'data:text/plain,Hello' },
      };
      for (let run = 0; run < 2; run++) await exports.main(event, (answer) => answers.push(answer));
      expect(answers).toEqual([
        { outputFields: { doc_url: expect.stringMatching(/\/documents\/\d+$/), error: '' } },
        answers[0],
      ]);
      const { items } = await client.get<{ items: object[] }>(
        '/api/documents?external_ref=hubspot:9127&q=deal-9127',
      );
      expect(items).toMatchObject([
        { external_refs: { hubspot: { record_id: '9127', record_type: 'deal' } } },
      ]);
    });

    it('HubSpot, the function: updates the deal of a newer revision, and no other', async () => {
      const arrival = await sent('{"hubspot":{"record_id":"9127"}}');
      const event = JSON.parse(arrival.body.toString()) as { doc_url: string; revision: number };
      const hubspot = await WebhookReceiver.start();
      try {
        let revision: string | null = null;
        let status = 200;
        const changes: string[] = [];
        hubspot.answer(({ body, path }, response) => {
          expect(path).toContain('/crm/v3/objects/deals/9127');
          const { properties } = (body.length ? JSON.parse(body.toString()) : {}) as {
            properties?: { recordengine_revision: number; recordengine_url: string };
          };
          if (properties) {
            revision = String(properties.recordengine_revision);
            changes.push(properties.recordengine_url);
          }
          response.writeHead(status).end(JSON.stringify({ properties: { recordengine_revision: revision } }));
        });
        const code = (await block('hubspot.md', 'update-deal.mjs')).replace('export ', '');
        const env = { HUBSPOT_API: new URL(hubspot.url).origin, HUBSPOT_TOKEN: 'pat' };
        const updateDeal = compiled<(event: object) => Promise<string>>(`${code}\nreturn updateDeal;`, {
          process: { env },
        });
        expect(await updateDeal(event)).toBe('updated');
        expect(await updateDeal(event)).toBe('seen');
        expect(await updateDeal({ ...event, revision: 2 })).toBe('updated');
        expect(await updateDeal(event)).toBe('seen'); // a late resend of the first one
        expect(await updateDeal({ ...event, external_refs: {} })).toBe('not for HubSpot');
        expect(changes).toEqual([event.doc_url, event.doc_url]);
        status = 404;
        expect(await updateDeal({ ...event, revision: 3 })).toBe('no such deal');
        status = 500;
        await expect(updateDeal({ ...event, revision: 3 })).rejects.toThrow('500');
      } finally {
        await hubspot.stop();
      }
    });
  });
});
