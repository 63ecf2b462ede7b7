import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { Client } from '../support/client.js';
import { jsonObjectTexts, jsonValueTexts, nearlyJsonTexts } from '../support/json-texts.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

/** The long form: `REFS_RUNS=100000 npm test -- external-refs-texts`, 12 minutes, and `REFS_SEED` to repeat one. */
const numRuns = Number(process.env['REFS_RUNS'] ?? 150);
const seed = Number(process.env['REFS_SEED'] ?? Date.now() % 2 ** 31);
const LONG_MS = 60_000 + numRuns * 100;
/** As many at one time, each for a document of its own: one by one, the long form would take hours. */
const AT_ONCE = numRuns > 1000 ? 200 : 50;
const JSON_TYPE = { 'content-type': 'application/json' };
const STATE = `
  SELECT document.id, version, updated_at::text AS "updatedAt", external_refs AS refs,
         (SELECT count(*)::integer FROM document_history WHERE document_id = document.id) AS history
    FROM documents AS document WHERE document.id = ANY ($1) ORDER BY document.id`;
/** PostgreSQL's `json` has the grammar of RFC 8259. */
const IS_JSON = `
  CREATE FUNCTION pg_temp.is_json(given text) RETURNS boolean LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM given::json;
    RETURN true;
  EXCEPTION WHEN invalid_text_representation THEN RETURN false;
  END $$`;

interface State {
  id: number;
  version: number;
  refs: string;
}

describe(`external_refs as any JSON text (seed ${seed})`, () => {
  let database: TestDatabase;
  let service: Service;
  let client: Client;
  let receiver: WebhookReceiver;
  let postgres: pg.Client;
  let ids: number[];
  let cursor = '0';

  beforeAll(async () => {
    database = await TestDatabase.create();
    receiver = await WebhookReceiver.start();
    service = await Service.start({ DATABASE_URL: database.url, WEBHOOK_ALLOWED_CIDRS: '127.0.0.0/8' });
    client = new Client(service);
    postgres = new pg.Client({ connectionString: database.url });
    await postgres.connect();
    await postgres.query(IS_JSON);
    ids = (await each(Array.from({ length: AT_ONCE }), () => client.upload())).map(({ id }) => id);
    ids.sort((one, other) => one - other); // as STATE has them
    const waiting = `/api/documents?limit=${AT_ONCE}&status=Needs%20Review`;
    await until(
      'all have been read',
      async () => (await client.get<{ items: object[] }>(waiting)).items.length === AT_ONCE,
      60,
    );
    await client.endpoint(receiver.url);
  }, LONG_MS);
  afterAll(async () => {
    await postgres?.end();
    await service?.stop();
    await receiver?.stop();
    await database?.drop();
  });

  const each = <T, R>(values: readonly T[], work: (value: T, index: number) => Promise<R>): Promise<R[]> =>
    Promise.all(values.map(work));
  const put = (path: string, body: string): Promise<Response> =>
    service.fetch(`/api/documents/${path}`, { method: 'PUT', headers: JSON_TYPE, body });
  const textOf = async (path: string): Promise<string> => (await service.fetch(path)).text();
  const states = async (): Promise<State[]> => (await postgres.query<State>(STATE, [ids])).rows;
  const memberOf = (refs: string): string => `"external_refs":${refs},"`;
  /** As a client sends them: UTF-8 has no half of a surrogate pair. */
  const check = (
    texts: fc.Arbitrary<string>,
    share: number,
    verify: (texts: string[]) => Promise<void>,
  ): Promise<void> => {
    const several = fc.array(
      texts.map((text) => text.toWellFormed()),
      { minLength: AT_ONCE, maxLength: AT_ONCE },
    );
    return fc.assert(fc.asyncProperty(several, verify), {
      ...{ seed, numRuns: Math.ceil((numRuns * share) / AT_ONCE), endOnFailure: numRuns > 1000 },
    });
  };
  /** Exports the documents: their webhooks and events have exactly these. */
  const expectToLeave = async (documents: readonly number[], refs: readonly string[]): Promise<void> => {
    receiver.arrivals.length = 0;
    const { body, text } = await service.json<{ results: { ok: boolean; event_id: string }[] }>(
      'POST',
      '/api/exports',
      { document_ids: documents },
    );
    expect([text, body.results.every(({ ok }) => ok)]).toEqual([text, true]);
    await receiver.received(documents.length);
    const bodies = new Map(
      receiver.arrivals.map(({ headers, body: sent }) => [headers['webhook-id'], sent.toString()]),
    );
    for (const [index, { event_id }] of body.results.entries()) {
      expect(bodies.get(event_id)).toContain(memberOf(refs[index]!));
    }
    let feed = '';
    await until('the feed has them', async () => {
      const page = await textOf(`/api/events?after=${cursor}&limit=200`);
      cursor = (JSON.parse(page) as { next_cursor: string }).next_cursor;
      feed += page;
      return body.results.every(({ event_id }) => feed.includes(`"event_id":"${event_id}"`));
    });
    for (const text of refs) expect(feed).toContain(memberOf(text));
  };

  it(
    'come back byte for byte when they are taken, leave no trace when not, and PostgreSQL and JSON.parse agree',
    async () => {
      let taken = 0;
      let kept = await states();
      await check(fc.oneof(jsonObjectTexts, nearlyJsonTexts, jsonValueTexts), 1, async (texts) => {
        const known = await postgres.query<{ valid: boolean }>(
          `SELECT pg_temp.is_json(given) AS valid FROM unnest($1::text[]) WITH ORDINALITY AS asked (given, at) ORDER BY at`,
          [texts],
        );
        const expected = texts.map((text) => {
          const value = text.replace(/^\ufeff/, '').replace(/^[ \n\r\t]+|[ \n\r\t]+$/g, '');
          // A byte order mark before the value is the one thing that we take beyond them.
          const status = !(isJson(text) || isJson(value)) ? 400 : value.startsWith('{') ? 200 : 422;
          return { status, value };
        });
        expect(known.rows.map(({ valid }, at) => [texts[at], valid])).toEqual(
          texts.map((text) => [text, isJson(text)]),
        );
        const answers = await each(texts, async (text, at) => {
          const response = await put(`${ids[at]}/external_refs`, text);
          return [text, response.status, await response.text()] as const;
        });
        const now = await states();
        const list = await textOf(`/api/documents?limit=${AT_ONCE}`);
        for (const [at, [text, status, answer]] of answers.entries()) {
          expect([text, status]).toEqual([text, expected[at]?.status]);
          if (status === 200) {
            taken += 1;
            expect(answer).toBe(expected[at]?.value);
            expect(now[at]?.refs).toBe(answer);
          } else expect([text, now[at]]).toEqual([text, kept[at]]);
          expect(list).toContain(memberOf(now[at]!.refs));
        }
        const changed = now.filter(({ version }, at) => version !== kept[at]?.version);
        if (changed.length > 0) {
          await expectToLeave(
            changed.map(({ id }) => id),
            changed.map(({ refs }) => refs),
          );
        }
        kept = await states();
      });
      expect(taken).toBeGreaterThan(numRuns / 5);
    },
    LONG_MS,
  );

  it(
    'come back byte for byte from every way in',
    async () => {
      await check(jsonObjectTexts, 0.02, async (texts) => {
        const made = await each(texts, async (text) => {
          const documents = [await uploadedAsBlob(text), await uploadedAsJson(text)];
          for (const document of documents) expect(document).toContain(memberOf(text));
          return documents.map((document) => (JSON.parse(document) as { id: number }).id);
        });
        await each(ids, async (id, at) => {
          await put(`${id}/external_refs`, '{}');
          const body = `{"external_refs":${texts[at]}}`;
          const init = { method: 'PATCH', headers: JSON_TYPE, body };
          const patched = await service.fetch(`/api/documents/${id}`, init);
          expect(await patched.text()).toContain(memberOf(texts[at]!));
        });
        const changes = made.map(
          ([, json], at) => `{"id":${json},"external_refs":${texts[texts.length - 1 - at]}}`,
        );
        const init = { method: 'PATCH', headers: JSON_TYPE, body: `{"documents":[${changes.join()}]}` };
        expect((await service.fetch('/api/documents/bulk', init)).status).toBe(200);
        await each(texts, async (text, at) => {
          const bulk = texts[texts.length - 1 - at]!;
          for (const [id, refs] of [
            [made[at]?.[0], text],
            [made[at]?.[1], bulk],
            [ids[at], text],
          ]) {
            expect(await textOf(`/api/documents/${id}/external_refs`)).toBe(refs);
            expect(await textOf(`/api/documents/${id}`)).toContain(memberOf(String(refs)));
          }
        });
        await expectToLeave(ids, texts);
      });
    },
    LONG_MS,
  );

  it(
    'keep all other bytes when one member is set, read and removed',
    async () => {
      await check(jsonObjectTexts, 0.05, async (texts) => {
        await each(texts, async (text, at) => {
          const whole = `${ids[at]}/external_refs`;
          const member = `${whole}/${encodeURIComponent('new: member')}`;
          await put(whole, text);
          const set = await put(member, text); // any JSON
          expect([set.status, await set.text()]).toEqual([200, text]);
          expect(await textOf(`/api/documents/${member}`)).toBe(text);
          const inside = text.slice(1, -1);
          const kept = inside.trimEnd();
          const added = `"new: member":${text}${inside.slice(kept.length)}}`;
          const expected = kept === '' ? `{"new: member":${text}${inside}}` : `{${kept},${added}`;
          expect(await textOf(`/api/documents/${whole}`)).toBe(expected);
          const removed = await service.fetch(`/api/documents/${member}`, { method: 'DELETE' });
          expect(removed.status).toBe(204);
          expect(await textOf(`/api/documents/${whole}`)).toBe(text);
        });
      });
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
    const init = { method: 'POST', headers: JSON_TYPE, body };
    return (await service.fetch('/api/documents/upload', init)).text();
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
