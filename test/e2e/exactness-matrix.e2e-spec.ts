import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Client } from '../support/client.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';
import { waysIn, type WayIn } from '../support/ways-in.js';
import { WebhookReceiver, type Arrival } from '../support/webhook-receiver.js';

const CHARACTERS = String.raw`é😀${'\u2028\ufffd\ufeff\u007f'}\u0041\/\u0000\ud800`;

/** Each has what others lose. They leave room for a way that puts something around them. */
const TEXTS = {
  'every oddity':
    '{ "b" :1.0,"a":[12345678901234567890,1E+2, -0,1e400 ],\r\n\t"a":{"x":null,"x":[null]},"10":1,"2":2,"":0,' +
    `"__proto__":{"p":1},"constructor":{"prototype":null},"toJSON":"x","record_id":"$& $1 {{x}} %s","${CHARACTERS}":"${CHARACTERS}" }`,
  'nearly all bytes that may be': `{"a":"${CHARACTERS.repeat(1550)}", "n":[${'1.0,'.repeat(1000)}-0]}`,
  'nearly all levels that may be': '{"a":[ '.repeat(30) + '1.0' + ' ]}'.repeat(30),
  'white space alone': '{ \r\n\t}',
};

interface Case {
  label: string;
  id: number;
  /** What is stored. */
  refs: string;
}

describe('external_refs by every way in', () => {
  const env = { WEBHOOK_RETRY_SCHEDULE: '100ms,100ms,100ms', WEBHOOK_BREAKER: 'failures=1000' };
  let database: TestDatabase;
  let sql: pg.Client;
  let service: Service;
  let client: Client;

  beforeAll(async () => {
    database = await TestDatabase.create();
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    service = await Service.start({ DATABASE_URL: database.url, ...env });
    client = new Client(service);
  });
  afterAll(async () => {
    await service?.stop();
    await sql?.end();
    await database?.drop();
  });

  const textOf = async (path: string): Promise<string> => (await service.fetch(path)).text();
  const refsOf = (id: number): Promise<string> => textOf(`/api/documents/${id}/external_refs`);
  const idOf = (answer: string): number => (JSON.parse(answer) as { id: number }).id;

  describe('are refused', () => {
    let id: number;

    beforeAll(async () => {
      id = (await client.reviewed()).id;
    });

    /** All that a request could leave behind. */
    const traces = async (): Promise<unknown> => {
      const tables = [
        'documents',
        'document_history',
        'document_ref_keys',
        'document_ref_systems',
        'document_processing',
      ];
      const counted = ['outbox_events', 'document_search', 'document_texts'];
      const rows = tables.map(
        (table) =>
          `(SELECT array_agg(line::text ORDER BY line::text) FROM ${table} AS line) AS ${table}_lines`,
      );
      const counts = counted.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`);
      const found = await sql.query<Record<string, unknown>>(`SELECT ${[...rows, ...counts].join()}`);
      return [found.rows, (await readdir(join(service.dataDir, 'files'), { recursive: true })).sort()];
    };
    const refused = async (way: WayIn, sent: Parameters<WayIn['send']>[2]): Promise<[number, string]> => {
      const response = await way.send(service, id, sent);
      return [response.status, ((await response.json()) as { code: string }).code];
    };

    it.each(waysIn)('by $name, for what they are, and leave no trace', async (way) => {
      const before = await traces();
      for (const charset of ['iso-8859-1', 'utf-16le', 'windows-1252', 'us-ascii', '"UTF-7"']) {
        expect(await refused(way, { value: '{}', charset })).toEqual([415, 'unsupported_charset']);
      }
      if (way.creates && way.name.includes('multipart')) {
        for (const type of ['text; charset=iso-8859-1', ';charset="latin1"', 'text /plain;charset=us-ascii'])
          expect(await refused(way, { value: '{}', type })).toEqual([415, 'unsupported_charset']);
      }
      for (const bytes of ['{"a":"\xe9"}', '{"\xc0\xaf":1}', '{"a":"\xed\xa0\x80"}', '{"a":"\xf0\x9f"}']) {
        const value = Buffer.from(bytes, 'latin1');
        expect(await refused(way, { value })).toEqual([400, 'not_utf8']);
        expect(await refused(way, { value, charset: 'utf-8' })).toEqual([400, 'not_utf8']);
      }
      for (const value of [
        '{"a":1',
        '{"a":01}',
        '{a:1}',
        '{"a":1,}',
        '{"a":"\t"}',
        '{} {}',
        ',',
        '{"a":NaN}',
      ]) {
        const [status, code] = await refused(way, { value });
        expect([value, status]).toEqual([value, 400]);
        expect(code).toMatch(/^(external_refs_malformed|malformed_json)$/);
      }
      const { stored } = way;
      for (const value of stored('') === '' ? ['[]', '"{}"', '17', 'true', '-0.0'] : []) {
        expect(await refused(way, { value })).toEqual([422, 'external_refs_not_an_object']);
      }
      const [status] = await refused(way, { value: '{"a":'.repeat(64) + '{}' + '}'.repeat(64) });
      expect(status).toBe(422);
      expect((await refused(way, { value: `{"a":"${'é'.repeat(32_768)}"}` }))[0]).toBe(413);
      expect(await traces()).toEqual(before);
    });

    it.each(waysIn)('by $name, a million levels deep, while others are served', async (way) => {
      const before = await traces();
      let done = false;
      const waits: number[] = [];
      const others = (async () => {
        while (!done) {
          const began = performance.now();
          expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
          waits.push(performance.now() - began);
        }
      })();
      for (const value of ['['.repeat(1_000_000), `{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}`]) {
        const answers = await Promise.all([refused(way, { value }), refused(way, { value })]);
        for (const [status, code] of answers) {
          expect([413, 422]).toContain(status);
          expect(code).toMatch(/too_large|too_deep/);
        }
      }
      // More than a body may have.
      expect((await refused(way, { value: '{"a":'.repeat(1_000_000) }))[0]).toBe(413);
      done = true;
      await others;
      expect(Math.max(...waits)).toBeLessThan(2000); // a parser that recurses dies of it
      expect(await traces()).toEqual(before);
    });
  });

  describe('are exact', () => {
    const cases: Case[] = [];
    const eventIds = new Map<number, string>();
    let receiver: WebhookReceiver;
    let endpointId: number;
    let began: string;

    beforeAll(async () => {
      receiver = await WebhookReceiver.start();
      began = new Date().toISOString();
    });
    afterAll(() => receiver?.stop());

    /** A member of an answer, byte for byte. */
    const expectAll = async (find: (each: Case) => Promise<string> | string, member = ''): Promise<void> => {
      expect(cases).toHaveLength(waysIn.length * Object.keys(TEXTS).length);
      for (const each of cases) {
        const text = await find(each);
        const holds = member === '' ? text === each.refs : text.includes(`${member}${each.refs},"`);
        expect([each.label, each.id, holds ? each.refs : text]).toEqual([each.label, each.id, each.refs]);
      }
    };
    const arrivalsOf = ({ id }: Case): Arrival[] =>
      receiver.arrivals.filter(({ headers }) => headers['webhook-id'] === eventIds.get(id));
    const expectArrivals = async (count: number): Promise<void> => {
      await until(`each has come ${count} times`, () =>
        cases.every((each) => arrivalsOf(each).length >= count),
      );
      await expectAll((each) => arrivalsOf(each)[count - 1]!.body.toString(), '"external_refs":');
      for (const each of cases) {
        const bodies = arrivalsOf(each).map(({ body }) => body);
        expect(bodies.every((body) => body.equals(bodies[0]!))).toBe(true);
      }
    };

    it.each(waysIn)('sent by $name, and in its answer, given twice for one Idempotency-Key', async (way) => {
      for (const [name, text] of Object.entries(TEXTS)) {
        const given = way.creates ? 0 : (await client.reviewed()).id;
        const headers = { 'idempotency-key': randomUUID() };
        const sent = { value: text, mark: '\ufeff', charset: 'UTF-8', headers };
        const response = await way.send(service, given, sent);
        const answer = await response.text();
        expect([name, response.status, response.status < 300 || answer]).toEqual([
          name,
          way.creates ? 201 : 200,
          true,
        ]);
        const again = await way.send(service, given, sent);
        expect(again.headers.get('idempotency-replayed')).toBe('true');
        expect(await again.text()).toBe(answer);
        const id = way.creates ? idOf(answer) : given;
        const refs = way.stored(text);
        if (answer.includes('"external_refs":')) expect(answer).toContain(`"external_refs":${refs},"`);
        expect(await refsOf(id)).toBe(refs);
        cases.push({ label: `${name} by ${way.name}`, id, refs });
      }
    });

    it('read raw, and by member', async () => {
      await expectAll(({ id }) => refsOf(id));
      for (const { id, label } of cases) {
        const member = async (name: string): Promise<string> =>
          textOf(`/api/documents/${id}/external_refs/${encodeURIComponent(name)}`);
        const text = TEXTS[label.split(' by ')[0] as keyof typeof TEXTS];
        if (label.endsWith('PUT of one system')) expect(await member('a system/é')).toBe(text);
        else if (label.endsWith('a merge patch')) expect(await member('m')).toBe(`[${text}]`);
        else if (label.startsWith('every')) expect(await member('a')).toBe('{"x":null,"x":[null]}');
      }
    });

    it('with the document, and in every list', async () => {
      await expectAll(({ id }) => textOf(`/api/documents/${id}`), '"external_refs":');
      const { sha256 } = await client.get<{ sha256: string }>(`/api/documents/${cases[0]?.id}`);
      for (const path of ['?limit=200', '?limit=200&sort=updated_at', `/by-checksum/${sha256}?limit=200`]) {
        const list = await textOf(`/api/documents${path}`);
        if (!path.startsWith('/')) await expectAll(() => list, '"external_refs":');
        else expect(list).toContain(`"external_refs":${cases[0]?.refs},"`);
      }
    });

    it('in the history, before and after', async () => {
      for (const { id, label, refs } of cases) {
        const uploaded = waysIn.some(({ name, creates }) => creates && label.endsWith(name));
        const line = `"field":"external_refs","from":${uploaded ? 'null' : '{}'},"to":${refs}}`;
        expect(await textOf(`/api/documents/${id}/history`)).toContain(line);
      }
    });

    it('after whatever else is done with the document', async () => {
      for (const { id } of cases) await client.status(id, 'Needs Review');
      for (const { id } of cases) {
        expect((await service.json('PATCH', `/api/documents/${id}`, { notes: 'n' })).status).toBe(200);
        const changed = await service.json('PATCH', '/api/documents/bulk', {
          documents: [{ id, status: 'Ready' }],
        });
        expect(changed.body).toMatchObject({ results: [{ ok: true }] });
      }
      await expectAll(({ id }) => refsOf(id));
    });

    it('in the answer of an export, in its webhook, and in the attempt after one that failed', async () => {
      endpointId = (await client.endpoint(receiver.url)).id;
      receiver.answer((arrival, response) => {
        const count = receiver.arrivals.filter(
          ({ headers }) => headers['webhook-id'] === arrival.headers['webhook-id'],
        ).length;
        response.writeHead(count === 1 ? 500 : 200).end();
      });
      await expectAll(async ({ id }) => {
        const response = await service.fetch(`/api/documents/${id}/export`, { method: 'POST' });
        const answer = await response.text();
        eventIds.set(id, (JSON.parse(answer) as { event_id: string }).event_id);
        return answer;
      }, '"external_refs":');
      // What is sent is what was exported, whatever the refs are by now.
      for (const { id } of cases) {
        await service.fetch(`/api/documents/${id}/external_refs`, { method: 'DELETE' });
      }
      await expectArrivals(2);
    });

    it('in the event, and in the feed', async () => {
      await expectAll(({ id }) => textOf(`/api/events/${eventIds.get(id)}`), '"external_refs":');
      const feed = await textOf('/api/events?limit=200');
      await expectAll(() => feed, '"external_refs":');
    });

    it('when they are sent again after a restart of the service', async () => {
      await until('all have been delivered', async () =>
        (await client.deliveries()).every(({ state }) => state === 'delivered'),
      );
      await service.signal('SIGTERM');
      const restarted = await Service.start({ DATABASE_URL: database.url, ...env }, service.dataDir);
      const first = service;
      service = restarted;
      client = new Client(service);
      try {
        for (const { id } of await client.deliveries()) expect((await client.resend(id)).status).toBe(200);
        await expectArrivals(3);
        const replay = await service.json('POST', `/api/webhook-endpoints/${endpointId}/replay`, {
          since: began,
        });
        expect(replay.status).toBe(202);
        await expectArrivals(4);
        await expectAll(({ id }) => textOf(`/api/events/${eventIds.get(id)}`), '"external_refs":');
      } finally {
        await restarted.signal('SIGTERM');
        service = first; // which owns the folder
      }
    });
  });
});
