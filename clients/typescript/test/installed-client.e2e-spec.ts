import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '../../../test/support/client.js';
import { Script } from '../../../test/support/script.js';
import { freePort, Service, TEST_TOKEN } from '../../../test/support/service.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { until } from '../../../test/support/until.js';
import { InstalledClient } from './installed-client.js';

interface Deal {
  id: string;
  name: string;
  amount: string | null;
  document_id: number | null;
  doc_url: string | null;
  revision: number;
  document_status: string | null;
  external_refs: string | null;
}
interface Store {
  deals: Deal[];
  seen: string[];
  todo: object[];
  failed: object[];
}

/** The package as it would be published, in a project of its own, against a real service. */
describe('clients/typescript, packed and installed', () => {
  let project: InstalledClient;
  let database: TestDatabase;
  let service: Service;
  let client: Client;
  const scripts: Script[] = [];

  beforeAll(async () => {
    project = await InstalledClient.create();
    database = await TestDatabase.create();
    service = await Service.start({ DATABASE_URL: database.url, PUBLIC_BASE_URL: 'https://records.example' });
    client = new Client(service);
  }, 120_000);
  afterEach(async () => {
    await Promise.all(scripts.splice(0).map((script) => script.kill()));
  });
  afterAll(async () => {
    await service?.stop();
    await database?.drop();
    await project?.remove();
  });

  const run = (file: string, env: Record<string, string>): Script => {
    const script = Script.run(
      [process.execPath, file],
      { RECORDENGINE_TOKEN: TEST_TOKEN, ...env },
      project.folder,
    );
    scripts.push(script);
    return script;
  };
  const blocks = async (): Promise<string[]> => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    return [...readme.matchAll(/^```js\n(.*?)^```/gms)].map(([, code = '']) => code);
  };
  const approve = async (id: number): Promise<void> => {
    await client.status(id, 'Needs Review');
    const { status } = await service.json('PUT', `/api/documents/${id}/status`, { status: 'Approved' });
    expect(status).toBe(200);
  };
  const refsOf = async (id: number): Promise<string> =>
    (await service.fetch(`/api/documents/${id}/external_refs`)).text();

  it('runs the first block of its README as pasted', async () => {
    const [use = ''] = await blocks();
    const script = run(await project.write('use.mjs', use), { RECORDENGINE_URL: service.url });
    expect([await script.ended, script.output]).toEqual([0, expect.any(String)]);
    const refs = '{"erp":{"record_id":12345678901234567890, "share":1.0}';
    expect(script.output.trim().split('\n')).toEqual([
      '{ record_id: 12345678901234567000, share: 1 }',
      `${refs}}`,
      '2',
      `1 ${refs},"crm":{"record_id":"D-1","amount":12500.00}}`,
      '404 document_not_found',
    ]);
  });

  it('runs the second block of its README as pasted', async () => {
    const [, webhooks = ''] = await blocks();
    const port = String(await freePort());
    const endpoint = await client.endpoint(`http://127.0.0.1:${port}/hook`);
    const receiver = run(await project.write('webhooks.mjs', webhooks), {
      PORT: port,
      ENDPOINT_SECRET: endpoint.secret,
    });
    await receiver.prints(/listening/);

    const refs = '{ "crm":{"share":1.0,"big":12345678901234567890},"a":"\\u00e9\\/" , "a":2}';
    const { id } = await client.reviewed({ refs });
    const exported = await client.export(id);
    await client.deliveryOf(exported, 'delivered');
    expect(receiver.output).toContain(`${exported.event_id} document.exported ${refs}\n`);
    expect((await fetch(`http://127.0.0.1:${port}/hook`, { method: 'POST', body: '{}' })).status).toBe(401);
    await receiver.prints(/The header webhook-id is missing/);
    await service.json('DELETE', `/api/webhook-endpoints/${endpoint.id}`);
  });

  it('keeps a CRM and RecordEngine in step, both ways', async () => {
    const port = String(await freePort());
    const file = join(project.folder, 'crm.json');
    const env = { RECORDENGINE_URL: service.url, CRM_PORT: port, CRM_STORE: file };
    const start = async (): Promise<Script> => {
      const crm = run(join(project.folder, 'examples/crm/main.mjs'), env);
      await crm.prints(/listening/);
      return crm;
    };
    const store = async (): Promise<Store> => JSON.parse(await readFile(file, 'utf8')) as Store;
    const deal = async (id: string): Promise<Deal | undefined> =>
      (await store()).deals.find((one) => one.id === id);
    const settled = (what: string, id: string, revision: number): Promise<Deal> =>
      until(`${what} is done`, async () => {
        const { todo, deals } = await store();
        const found = deals.find((one) => one.id === id);
        return todo.length === 0 && found?.revision === revision && found;
      });
    let crm = await start();

    // From the CRM: a deal pushes its document, somebody approves and exports it.
    const made = await fetch(`http://127.0.0.1:${port}/deals`, {
      method: 'POST',
      body: JSON.stringify({
        name: 'Roof',
        amount: '12500.00',
        filename: 'note.txt',
        content_base64: Buffer.from('A note about a roof.\n').toString('base64'),
      }),
    });
    expect([made.status, await made.json()]).toEqual([
      201,
      expect.objectContaining({ id: 'D-1', doc_url: null }),
    ]);
    const pushed = await until('the document is pushed', async () => (await deal('D-1'))?.document_id);
    const given = '{"crm":{"record_id":"D-1","record_type":"Deal"}}';
    expect(await refsOf(pushed)).toBe(given);
    await approve(pushed);
    const first = await client.export(pushed);
    expect(await settled('revision 1', 'D-1', 1)).toEqual({
      id: 'D-1',
      name: 'Roof',
      amount: '12500.00',
      document_id: pushed,
      doc_url: `https://records.example/documents/${pushed}`,
      revision: 1,
      document_status: 'Export',
      external_refs: given,
    });
    const member = (id: string, amount: string): string =>
      `{"record_id":"${id}","record_type":"Deal","amount":${amount},"record_url":"http://127.0.0.1:${port}/deals/${id}"}`;
    expect(await refsOf(pushed)).toBe(`{"crm":${member('D-1', '12500.00')}}`);

    // Exported again, it arrives with what the CRM has written, and the CRM writes nothing: no loop.
    const { version } = await client.export(pushed);
    expect((await settled('revision 2', 'D-1', 2)).external_refs).toBe(
      `{"crm":${member('D-1', '12500.00')}}`,
    );
    expect(await client.get(`/api/documents/${pushed}`)).toMatchObject({ version, revision: 2 });
    const { items: history } = await client.get<{ items: { field?: string | null }[] }>(
      `/api/documents/${pushed}/history?limit=200`,
    );
    expect(JSON.stringify(history).match(/record_url/g)).toHaveLength(1);
    expect(crm.output.match(/done: complete D-1/g)).toHaveLength(1);

    // What it has seen changes nothing, also after it was killed; nor does an older revision, where it forgot.
    const { id: delivery } = await client.deliveryOf(first, 'delivered');
    const before = await store();
    for (const [seen, said] of [
      [before.seen, 'duplicate'],
      [[], 'older than revision 2:'],
    ] as const) {
      await crm.kill();
      await writeFile(file, JSON.stringify({ ...before, seen }));
      crm = await start();
      const again = await client.resend(delivery);
      await client.delivery(again.body.id, 'delivered');
      await crm.prints(new RegExp(`${said} ${first.event_id}`));
      expect((await store()).deals).toEqual(before.deals);
    }

    // To the CRM: a document that began in RecordEngine becomes a deal, whose number goes back into its refs.
    const erp = '{ "erp" :{"big":12345678901234567890,"share":1.0,"10":1e2,"9":-0},\n "a":"\\u00e9\\/"}';
    const { id } = await client.reviewed({ sample: 'invoice-us.pdf', refs: erp });
    await approve(id);
    await client.export(id);
    expect(await settled('the second deal', 'D-2', 1)).toMatchObject({
      name: expect.stringContaining('Cascade Timberline'),
      amount: '11411.55',
      doc_url: `https://records.example/documents/${id}`,
      external_refs: erp,
    });
    expect(await refsOf(id)).toBe(`${erp.slice(0, -1)},"crm":${member('D-2', '11411.55')}}`);

    // Linked to another deal, a document is that one's.
    await service.json('PUT', `/api/documents/${pushed}/external_refs/crm`, member('D-2', '11411.55'));
    await client.export(pushed);
    expect(await settled('the document is linked to D-2', 'D-2', 3)).toMatchObject({ document_id: pushed });
    expect(await deal('D-1')).toMatchObject({ document_id: null, doc_url: null, revision: 0 });
    // Revisions count for each document alone: the first of another one is not older than the third of this.
    const { id: other } = await client.reviewed({ refs: '{"crm":{"record_id":"D-2"}}' });
    await approve(other);
    await client.export(other);
    expect(await settled('another document of D-2', 'D-2', 1)).toMatchObject({ document_id: other });
    expect(await refsOf(other)).toBe(`{"crm":${member('D-2', '11411.55')}}`);

    // A token that is refused puts nothing aside.
    await crm.kill();
    crm = run(join(project.folder, 'examples/crm/main.mjs'), {
      ...env,
      RECORDENGINE_TOKEN: `re_${'0'.repeat(40)}`,
    });
    await crm.prints(/listening/);
    await fetch(`http://127.0.0.1:${port}/deals`, {
      method: 'POST',
      body: JSON.stringify({ name: 'Door', amount: '1', filename: 'a.txt', content_base64: 'QQ==' }),
    });
    await crm.prints(/push D-3: 401/);
    await crm.kill();
    crm = await start();
    await crm.prints(/done: push D-3/);
    const { todo, failed, seen } = await store();
    expect([todo, failed, seen.length]).toEqual([[], [], 4]);
  }, 60_000);
});
