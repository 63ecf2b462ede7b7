import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { Client } from '../support/client.js';
import { jsonObjectTexts, jsonValueTexts, nearlyJsonTexts } from '../support/json-texts.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';
import { waysIn } from '../support/ways-in.js';
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
  let env: Parameters<typeof Service.start>[0];
  /** The first one, which owns the folder. */
  let home: Service;
  let service: Service;
  let client: Client;
  let receiver: WebhookReceiver;
  let postgres: pg.Client;
  let ids: number[];
  let cursor = '0';

  beforeAll(async () => {
    database = await TestDatabase.create();
    receiver = await WebhookReceiver.start();
    env = {
      DATABASE_URL: database.url,
      WEBHOOK_RETRY_SCHEDULE: '100ms,100ms',
      WEBHOOK_BREAKER: 'failures=1000',
    };
    service = home = await Service.start(env);
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
    if (service !== home) await service?.signal('SIGTERM');
    await home?.stop();
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
    const bodies = await until('each has come', () => {
      const come = new Map(
        receiver.arrivals.map(({ headers, body: sent }) => [headers['webhook-id'], sent.toString()]),
      );
      return body.results.every(({ event_id }) => come.has(event_id)) && come; // some may have come twice by then
    });
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
  /** So many of each webhook, all alike. */
  const expectArrivals = async (times: number, refs: readonly string[]): Promise<void> => {
    const bodies = (): Map<unknown, string[]> => {
      const known = new Map<unknown, string[]>();
      for (const { headers, body } of receiver.arrivals) {
        const id = headers['webhook-id'];
        known.set(id, [...(known.get(id) ?? []), body.toString()]);
      }
      return known;
    };
    await until(`each has come ${times} times`, () =>
      [...bodies().values()].every(({ length }) => length >= times),
    );
    const all = [...bodies().values()];
    expect(all.every((alike) => new Set(alike).size === 1)).toBe(true);
    for (const text of refs) expect(all.some(([body]) => body?.includes(memberOf(text)))).toBe(true);
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
        for (const way of waysIn) {
          await each(ids, (id) => put(`${id}/external_refs`, '{}'));
          const sent = await each(texts, async (text, at) => {
            const response = await way.send(service, ids[at]!, { value: text });
            const answer = await response.text();
            const isTaken = response.ok && !answer.includes('"ok":false');
            expect([way.name, text, isTaken || answer]).toEqual([way.name, text, true]);
            return way.creates ? (JSON.parse(answer) as { id: number }).id : ids[at]!;
          });
          await each(sent, async (id, at) => {
            const refs = way.stored(texts[at]!);
            expect(await textOf(`/api/documents/${id}/external_refs`)).toBe(refs);
            expect(await textOf(`/api/documents/${id}`)).toContain(memberOf(refs));
            const history = await textOf(`/api/documents/${id}/history`);
            expect(refs === '{}' || history.includes(`"to":${refs}}`)).toBe(true);
          });
        }
      });
    },
    LONG_MS,
  );

  it(
    'leave byte for byte in a second attempt, and when they are sent again after a restart',
    async () => {
      await check(jsonObjectTexts, 0.02, async (texts) => {
        await each(ids, (id, at) => put(`${id}/external_refs`, texts[at]!));
        const refused = new Set<string>();
        receiver.answer(({ headers }, response) => {
          const id = String(headers['webhook-id']);
          response.writeHead(refused.has(id) ? 200 : 500).end();
          refused.add(id);
        });
        await expectToLeave(ids, texts);
        await expectArrivals(2, texts);
        await until(
          'all are delivered',
          async () =>
            (await client.get<{ items: object[] }>('/api/webhook-deliveries?state=pending')).items.length ===
            0,
        );
        await service.signal('SIGTERM');
        service = await Service.start(env, home.dataDir);
        client = new Client(service);
        const { items } = await client.get<{ items: { id: string }[] }>(
          `/api/webhook-deliveries?state=delivered&limit=${AT_ONCE}`,
        );
        await each(items, async ({ id }) => expect((await client.resend(id)).status).toBe(200));
        await expectArrivals(3, texts);
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
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
