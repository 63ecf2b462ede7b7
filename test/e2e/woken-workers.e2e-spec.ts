import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Stack } from '../support/stack.js';
import { until } from '../support/until.js';

/** Here is only the API; what the workers of other processes would hear is listened to. */
describe('A process without workers tells those of others at once', () => {
  let stack: Stack;
  let endpoint: string;
  let heard = 0;

  beforeAll(async () => {
    stack = await Stack.start({ ROLES: 'api' });
    const { id } = await stack.client.endpoint('http://127.0.0.1:9/');
    endpoint = `/api/webhook-endpoints/${id}`;
    stack.sql.on('notification', () => (heard += 1));
    await stack.sql.query('LISTEN recordengine_deliveries');
    await stack.sql.query(
      `WITH made AS (
         INSERT INTO outbox_events (event_id, event, document_id, revision, endpoint_ids, body)
         SELECT next_uuid7(), 'document.exported', number, 1, ARRAY[$1::integer], '{}'
           FROM generate_series(1, 3) AS number RETURNING *), pending AS (
         INSERT INTO webhook_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision)
         SELECT next_uuid7(), event_id, event, $1, document_id, revision FROM made WHERE document_id = 1), parked AS (
         INSERT INTO webhook_parked_deliveries (delivery_id, event_id, event, endpoint_id, document_id, revision,
                attempts, reason, created_at)
         SELECT next_uuid7(), event_id, event, $1, document_id, revision, 1, 'retries_exhausted', now()
           FROM made WHERE document_id = 2)
       INSERT INTO webhook_delivery_history (delivery_id, event_id, event, endpoint_id, document_id, revision, attempts,
              created_at, state)
       SELECT next_uuid7(), event_id, event, $1, document_id, revision, 1, now(), 'delivered'
         FROM made WHERE document_id = 3`,
      [id],
    );
  });
  afterAll(() => stack?.stop());

  const delivery = async (state: string): Promise<string> => {
    const [found] = await stack.client.deliveries(`state=${state}`);
    return `/api/webhook-deliveries/${found?.id}`;
  };
  const offline = (enabled: boolean) => stack.service.json('PUT', '/api/settings/offline-mode', { enabled });

  it.each([
    [
      'a pending one is sent again',
      async () => stack.service.json('POST', `${await delivery('pending')}/resend`),
    ],
    [
      'a parked one is sent again',
      async () => stack.service.json('POST', `${await delivery('parked')}/resend`),
    ],
    [
      'a delivered one is sent again',
      async () => stack.service.json('POST', `${await delivery('delivered')}/resend`),
    ],
    ['one is cancelled', async () => stack.service.json('POST', `${await delivery('pending')}/cancel`)],
    ['an endpoint is disabled', () => stack.service.json('PATCH', endpoint, { enabled: false })],
    ['an endpoint is enabled', () => stack.service.json('PATCH', endpoint, { enabled: true })],
    ['another address', () => stack.service.json('PATCH', endpoint, { url: 'http://127.0.0.1:10/' })],
    [
      'another auth',
      () => stack.service.json('PATCH', endpoint, { auth: { type: 'bearer', token: 'another' } }),
    ],
    ['offline mode is switched on', () => offline(true)],
    ['offline mode is switched off', () => offline(false)],
  ])('when %s', async (_, act) => {
    const before = heard;
    expect(await act()).toMatchObject({ status: 200 });
    await until('they are told', () => heard > before, 5);
  });
});
