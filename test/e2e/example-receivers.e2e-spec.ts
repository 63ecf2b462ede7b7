import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { Client } from '../support/client.js';
import { Script } from '../support/script.js';
import { freePort, Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';

const REFS =
  '{ "crm":{"record_id":"001Qy", "share":1.0,"big":12345678901234567890},"a":"\\u00e9\\/" , "a":2}';
const example = (path: string): string =>
  fileURLToPath(new URL(`../../examples/receivers/${path}`, import.meta.url));
const hasPython = spawnSync('python3', ['--version']).status === 0;

interface Kind {
  name: string;
  command: [string, string];
  inbox: string;
  /** The bodies that it has kept. */
  kept: (inbox: string) => Promise<string[]>;
}

const node: Kind = {
  name: 'node/receiver.mjs',
  command: [process.execPath, example('node/receiver.mjs')],
  inbox: 'inbox',
  kept: async (inbox) =>
    Promise.all((await readdir(inbox)).map((name) => readFile(join(inbox, name), 'utf8'))),
};
const python: Kind = {
  name: 'python/receiver.py',
  command: ['python3', example('python/receiver.py')],
  inbox: 'inbox.sqlite',
  kept: async (inbox) => {
    const program =
      'import sqlite3, sys, json; print(json.dumps([row[0].decode() for row in sqlite3.connect(sys.argv[1]).execute("SELECT body FROM inbox")]))';
    return JSON.parse(spawnSync('python3', ['-c', program, inbox]).stdout.toString()) as string[];
  },
};

describe('examples/receivers', () => {
  let database: TestDatabase;
  let service: Service;
  let client: Client;

  beforeAll(async () => {
    database = await TestDatabase.create();
    service = await Service.start({ DATABASE_URL: database.url, PUBLIC_BASE_URL: 'https://records.example' });
    client = new Client(service);
  });
  afterAll(async () => {
    await service?.stop();
    await database?.drop();
  });

  const suites: [Kind, (name: string, body: () => void) => void][] = [
    [node, describe],
    [python, hasPython ? describe : describe.skip],
  ];
  for (const [kind, suite] of suites) {
    suite(kind.name, () => {
      let folder: string;
      let url: string;
      let endpoint: { id: number; secret: string };
      let receiver: Script;

      const start = async (): Promise<void> => {
        receiver = Script.run(kind.command, {
          ENDPOINT_SECRET: endpoint.secret,
          PORT: new URL(url).port,
          INBOX: join(folder, kind.inbox),
        });
        await receiver.prints(/listening on port \d+\n/);
      };
      const kept = (): Promise<string[]> => kind.kept(join(folder, kind.inbox));

      /** What a stranger, or a repeated request of long ago, would send. */
      const post = async (
        body: string,
        { id = 'msg_1', age = 0, secrets = [endpoint.secret], signature = '' } = {},
      ): Promise<number> => {
        const at = new Date(Date.now() - age * 1000);
        const headers = {
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature':
            signature || secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
        };
        return (await fetch(url, { method: 'POST', headers, body })).status;
      };

      beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), 're-receiver-'));
        url = `http://127.0.0.1:${await freePort()}/hooks`;
        endpoint = await client.endpoint(url);
        await start();
      });
      afterEach(async () => {
        await receiver.kill();
        await service.json('DELETE', `/api/webhook-endpoints/${endpoint.id}`);
        await rm(folder, { recursive: true, force: true });
      });

      it('keeps an export once, byte for byte, also across a restart', async () => {
        const { id } = await client.reviewed({ refs: REFS });
        const exported = await client.export(id);
        const delivery = await client.deliveryOf(exported, 'delivered');
        expect(receiver.output).toContain(`kept ${exported.event_id}`);

        const copy = await client.resend(delivery.id);
        expect((await client.delivery(copy.body.id, 'delivered')).attempts_log).toMatchObject([
          { status_code: 204 },
        ]);
        await receiver.prints(new RegExp(`duplicate ${exported.event_id}`));

        await receiver.kill();
        await start();
        const another = await client.resend(delivery.id);
        await client.delivery(another.body.id, 'delivered');
        await receiver.prints(new RegExp(`duplicate ${exported.event_id}`));

        const { body } = await service.json<{ body: string }>('GET', `/api/documents/${id}`);
        expect(body).toMatchObject({ revision: 1 });
        const bodies = await kept();
        expect(bodies).toHaveLength(1);
        expect(bodies[0]).toContain(`"external_refs":${REFS},"doc_url"`);
        expect(JSON.parse(bodies[0]!)).toMatchObject({ event_id: exported.event_id, id, revision: 1 });
      });

      it('refuses what is forged, changed or old', async () => {
        const body = '{"event":"document.exported"}';
        const stranger = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
        expect(await post(body, { secrets: [stranger] })).toBe(401);
        expect(
          await post(body, { signature: new Webhook(endpoint.secret).sign('msg_1', new Date(0), body) }),
        ).toBe(401);
        expect(await post(body, { signature: 'v1,' })).toBe(401);
        expect(await post(body, { signature: 'v1a,AAAA v2,AAAA nonsense' })).toBe(401);
        expect(await post(body, { age: 310 })).toBe(401);
        expect(await post(body, { age: -310 })).toBe(401);
        expect((await fetch(url, { method: 'POST', body })).status).toBe(401);
        expect(await kept().catch(() => [])).toEqual([]);

        expect(await post(body, { age: 290 })).toBe(204);
        expect(await kept()).toEqual([body]);
      });

      it('takes the right one of several signatures, as during a rotation', async () => {
        const stranger = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
        expect(await post('{}', { secrets: [stranger, endpoint.secret] })).toBe(204);
        expect(await kept()).toEqual(['{}']);
      });

      it('survives a request that is cut off', async () => {
        const socket = connect(Number(new URL(url).port), '127.0.0.1');
        await once(socket, 'connect');
        const head = 'POST /hooks HTTP/1.1\r\nHost: receiver\r\nContent-Length: 100\r\n\r\n{"half":';
        socket.end(head);
        socket.resume();
        await once(socket, 'close');
        expect(await post('{}')).toBe(204);
        expect(await kept()).toEqual(['{}']);
      });
    });
  }
});
