import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Stack } from '../support/stack.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

interface FeedEvent {
  event_id: string;
  event: string;
  document_id: number;
  revision: number;
  position: number;
}
interface Feed {
  items: FeedEvent[];
  next_cursor: string;
  next: string | null;
}

const OPERATIONAL = [
  ...['endpoint.failing', 'endpoint.open', 'endpoint.recovered', 'endpoint.disabled', 'delivery.parked'],
];
const ODD_REFS = '{ "a" :1.0,"a":1e2,"big":12345678901234567890,"é":"\\u00e9" }';

describe('The event feed', () => {
  let stack: Stack;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    stack = await Stack.start();
    await stack.client.endpoint(receiver.url);
  });
  afterAll(async () => {
    await stack?.stop();
    await receiver?.stop();
  });

  /** The page and its very text. */
  const read = async (query: string): Promise<Feed & { text: string }> => {
    const text = await (await stack.service.fetch(`/api/events?${query}`)).text();
    return { ...(JSON.parse(text) as Feed), text };
  };
  const feedOf = (count: number) =>
    until(`${count} events are in the feed`, async () => {
      const feed = await read('limit=200');
      return feed.items.length === count && feed;
    });

  it('tells what the webhooks tell, byte for byte, oldest first, and can be followed without a gap', async () => {
    expect(await read('')).toMatchObject({ items: [], next_cursor: '0', next: null });
    const one = await stack.client.reviewed({ refs: ODD_REFS });
    const other = await stack.client.reviewed();
    const exported = [];
    for (const { id } of [one, other, one]) exported.push(await stack.client.export(id));
    for (const each of exported) await stack.client.deliveryOf(each, 'delivered');

    const feed = await feedOf(3);
    expect(feed.items).toMatchObject([
      { event: 'document.exported', document_id: one.id, revision: 1, position: 1 },
      { document_id: other.id, revision: 1, position: 2 },
      { document_id: one.id, revision: 2, position: 3 },
    ]);
    expect(feed.items.map((event) => event.event_id)).toEqual(exported.map((each) => each.event_id));
    for (const arrival of receiver.arrivals) expect(feed.text).toContain(`"body":${arrival.body.toString()}`);
    expect(feed.text).toContain(`"external_refs":${ODD_REFS}`);

    const seen: string[] = [];
    let cursor = '0';
    for (let page = 0; page < 3; page++) {
      const next = await read(`limit=1&after=${cursor}`);
      seen.push(...next.items.map((event) => event.event_id));
      expect(next.next === null).toBe(page === 2);
      cursor = next.next_cursor;
    }
    expect(seen).toEqual(exported.map((each) => each.event_id));
    expect(await read(`after=${cursor}`)).toMatchObject({ items: [], next_cursor: cursor, next: null });
    await stack.client.export(other.id);
    const later = await until('the next event is there', async () => {
      const next = await read(`after=${cursor}`);
      return next.items.length > 0 && next;
    });
    expect(later.items).toMatchObject([{ document_id: other.id, revision: 2, position: 4 }]);

    const alone = await (await stack.service.fetch(`/api/events/${exported[0]!.event_id}`)).text();
    expect(alone).toContain(`"external_refs":${ODD_REFS}`);
  });

  it('gives the newest first to whoever polls without a memory, and where to go on from there', async () => {
    const feed = await feedOf(4);
    const newest = await read('order=newest&limit=3');
    expect(newest.items).toEqual(feed.items.toReversed().slice(0, 3));
    expect(newest).toMatchObject({ next_cursor: '4', next: null });
    expect(await read(`after=${newest.next_cursor}`)).toMatchObject({ items: [], next_cursor: '4' });
    expect((await read('order=newest&after=3')).items).toEqual([feed.items[3]]);
    expect(await read('order=newest&after=4')).toMatchObject({ items: [], next_cursor: '4', next: null });
    expect((await stack.service.fetch('/api/events?order=latest')).status).toBe(422);
  });

  it('shows samples of every event, with the members of real ones', async () => {
    const [real] = (await read('limit=1')).items as (FeedEvent & { body: object })[];
    const sample = await stack.client.get<FeedEvent & { body: { event: string } }>('/api/events/sample');
    expect(Object.keys(sample)).toEqual(Object.keys(real!));
    expect(Object.keys(sample.body)).toEqual(Object.keys(real!.body));
    for (const event of OPERATIONAL) {
      const told = await stack.client.get<typeof sample>(`/api/events/sample?event=${event}`);
      expect(told).toMatchObject({ event, document_id: null, body: { event, endpoint_id: 12 } });
    }
    const unknown = await stack.service.fetch('/api/events/sample?event=document.deleted');
    expect(unknown.status).toBe(422);
    expect(await unknown.text()).toContain('must be one of document.exported, endpoint.failing');
  });

  it('says so when a cursor is older than what is kept', async () => {
    const feed = await feedOf(4);
    await stack.sql.query(`DELETE FROM outbox_positions WHERE position <= 3`);
    const response = await stack.service.fetch('/api/events?after=1');
    expect(response.status).toBe(410);
    expect(await response.json()).toMatchObject({
      code: 'cursor_expired',
      detail: expect.stringContaining('4'),
    });
    expect((await read('after=3')).items).toEqual(feed.items.slice(3));
    expect((await read('')).items).toHaveLength(1);
  });
});
