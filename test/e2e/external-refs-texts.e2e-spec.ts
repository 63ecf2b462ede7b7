import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { Client } from '../support/client.js';
import { jsonObjectTexts, jsonValueTexts, nearlyJsonTexts } from '../support/json-texts.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

/** The long form: `REFS_RUNS=100000 npm test -- external-refs-texts`, and `REFS_SEED` to repeat one. */
const numRuns = Number(process.env['REFS_RUNS'] ?? 150);
const seed = Number(process.env['REFS_SEED'] ?? Date.now() % 2 ** 31);
const LONG_MS = 60_000 + numRuns * 100;
const JSON_TYPE = { 'content-type': 'application/json' };

describe(`external_refs as any JSON text (seed ${seed})`, () => {
  let database: TestDatabase;
  let service: Service;
  let client: Client;
  let receiver: WebhookReceiver;
  let postgres: pg.Client;
  let id: number;

  beforeAll(async () => {
    database = await TestDatabase.create();
    receiver = await WebhookReceiver.start();
    service = await Service.start({ DATABASE_URL: database.url, WEBHOOK_ALLOWED_CIDRS: '127.0.0.0/8' });
    client = new Client(service);
    postgres = new pg.Client({ connectionString: database.url });
    await postgres.connect();
    id = (await client.reviewed()).id;
  });
  afterAll(async () => {
    await postgres?.end();
    await service?.stop();
    await receiver?.stop();
    await database?.drop();
  });

  const put = (body: string): Promise<Response> =>
    service.fetch(`/api/documents/${id}/external_refs`, { method: 'PUT', headers: JSON_TYPE, body });
  const textOf = async (path: string): Promise<string> => (await service.fetch(path)).text();
  const check = (property: fc.IAsyncProperty<[string]>, share = 1): Promise<void> =>
    fc.assert(property, { seed, numRuns: Math.ceil(numRuns * share), endOnFailure: numRuns > 1000 });

  it(
    'come back byte for byte when they are taken, leave no trace when not, and PostgreSQL and JSON.parse agree',
    async () => {
      let kept = await textOf(`/api/documents/${id}/external_refs`);
      let taken = 0;
      await check(
        fc.asyncProperty(fc.oneof(jsonObjectTexts, nearlyJsonTexts, jsonValueTexts), async (text) => {
          const response = await put(text);
          const answer = await response.text();
          const valid = isJson(text);
          expect([text, await postgresTakes(text)]).toEqual([text, valid]);
          const trimmed = text.replace(/^\ufeff/, '').replace(/^[ \n\r\t]+|[ \n\r\t]+$/g, '');
          // A byte order mark before the value is the one thing that we take beyond them.
          const expected = !(valid || isJson(trimmed)) ? 400 : trimmed.startsWith('{') ? 200 : 422;
          expect([text, response.status]).toEqual([text, expected]);
          if (expected === 200) {
            kept = trimmed;
            taken += 1;
            expect(answer).toBe(kept);
          }
          expect(await textOf(`/api/documents/${id}/external_refs`)).toBe(kept);
        }),
      );
      expect(taken).toBeGreaterThan(numRuns / 5);
    },
    LONG_MS,
  );

  it(
    'come back byte for byte from every way in, by every way out',
    async () => {
      await client.endpoint(receiver.url);
      await check(
        fc.asyncProperty(jsonObjectTexts, async (text) => {
          const inMember = `"external_refs":${text},"`;
          const uploaded = [await uploadedAsBlob(text), await uploadedAsJson(text)];
          for (const document of uploaded) expect(document).toContain(inMember);
          const [blob, json] = uploaded.map((document) => (JSON.parse(document) as { id: number }).id);
          await put('{}');
          const body = `{"external_refs":${text}}`;
          const patched = await service.fetch(`/api/documents/${id}`, {
            method: 'PATCH',
            headers: JSON_TYPE,
            body,
          });
          expect(await patched.text()).toContain(inMember);
          await service.fetch('/api/documents/bulk', {
            method: 'PATCH',
            headers: JSON_TYPE,
            body: `{"documents":[{"id":${json},"external_refs":${text}}]}`,
          });
          for (const document of [blob, json, id]) {
            expect(await textOf(`/api/documents/${document}/external_refs`)).toBe(text);
            expect(await textOf(`/api/documents/${document}`)).toContain(inMember);
          }
          expect(await textOf('/api/documents?limit=2')).toContain(inMember);

          const before = receiver.arrivals.length;
          await client.export(id);
          const webhook = (await receiver.received(before + 1))[before]!;
          expect(webhook.body.toString()).toContain(inMember);
          expect(await textOf('/api/events?limit=200')).toContain(inMember);
        }),
        0.1,
      );
    },
    LONG_MS,
  );

  it(
    'keep all other bytes when one member is set, read and removed',
    async () => {
      await check(
        fc.asyncProperty(jsonObjectTexts, async (text) => {
          await put(text);
          const path = `/api/documents/${id}/external_refs/${encodeURIComponent('new: member')}`;
          const value = text; // any JSON
          const set = await service.fetch(path, { method: 'PUT', headers: JSON_TYPE, body: value });
          expect([set.status, await set.text()]).toEqual([200, value]);
          expect(await textOf(path)).toBe(value);
          const at = text.lastIndexOf('}');
          const inside = text.slice(1, at);
          const kept = inside.trimEnd();
          const expected =
            kept === ''
              ? `{"new: member":${value}${inside}}`
              : `{${kept},"new: member":${value}${inside.slice(kept.length)}}`;
          expect(await textOf(`/api/documents/${id}/external_refs`)).toBe(expected);
          expect((await service.fetch(path, { method: 'DELETE' })).status).toBe(204);
          expect(await textOf(`/api/documents/${id}/external_refs`)).toBe(text);
        }),
        0.3,
      );
    },
    LONG_MS,
  );

  async function uploadedAsBlob(text: string): Promise<string> {
    const form = new FormData();
    form.set('contact_id', '1');
    form.set('folder_id', '1');
    form.set('external_refs', new Blob([text]));
    form.set('file', new Blob(['A note.\n']), 'note.txt');
    return (await service.fetch('/api/documents/upload', { method: 'POST', body: form })).text();
  }

  async function uploadedAsJson(text: string): Promise<string> {
    const body = `{"contact_id":1,"folder_id":1,"filename":"n.txt","content_base64":"QQ==","external_refs": ${text} }`;
    return (
      await service.fetch('/api/documents/upload', { method: 'POST', headers: JSON_TYPE, body })
    ).text();
  }

  /** PostgreSQL's `json` has the grammar of RFC 8259, but an opinion of its own about halves of surrogate pairs. */
  async function postgresTakes(text: string): Promise<boolean> {
    if (!text.isWellFormed()) return isJson(text);
    try {
      await postgres.query('SELECT $1::json', [text]);
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === '22P02') return false;
      throw error;
    }
  }
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
