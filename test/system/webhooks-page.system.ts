import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { Browser } from '../support/browser.js';
import { Stack } from '../support/stack.js';
import { until } from '../support/until.js';
import { WebhookReceiver, type Arrival } from '../support/webhook-receiver.js';

const EXACT = '{ "n":1.0,\r\n "big":12345678901234567890, "crm":{"record_id":"\\u0031","x":1e2}}';

describe('The pages of webhooks in a browser', () => {
  let stack: Stack;
  let receiver: WebhookReceiver;
  let browser: Browser;
  let page: Page;
  let secret: string;
  let endpointId: number;

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    browser = await Browser.start();
    stack = await Stack.start();
    page = await browser.signIn(stack.service);
  });
  afterAll(async () => {
    await browser?.stop();
    await stack?.stop();
    await receiver?.stop();
  });

  const button = (name: string, on = page) => on.getByRole('button', { name, exact: true });
  const exportOne = async (): Promise<{ event_id: string }> => {
    const { id } = await stack.client.reviewed({ refs: EXACT });
    return stack.client.export(id);
  };
  const arrivalsOf = (eventId: string): Arrival[] =>
    receiver.arrivals.filter(({ headers }) => headers['webhook-id'] === eventId);
  const openDelivery = async ({ event_id: eventId }: { event_id: string }): Promise<void> => {
    const [delivery] = await stack.client.deliveries(`event_id=${eventId}`);
    await page.goto(`/webhooks/deliveries/${delivery!.id}`);
    await page.getByRole('heading', { name: 'Delivery of document.exported' }).waitFor();
  };
  const switchOffline = async (to: boolean): Promise<void> => {
    const control = page.getByRole('switch', { name: 'Offline mode' });
    await control.click();
    await page.locator(`[role=switch][aria-checked=${to}]`).waitFor();
  };

  it('says what to do first', async () => {
    await page.goto('/webhooks/deliveries');
    await page.getByText('Nothing was sent yet').waitFor();
    await page.goto('/webhooks');
    await page.getByText('No endpoint yet').waitFor();
    await Browser.expectAccessible(page);
  });

  it('creates an endpoint, shows its secret once, and the test is signed with it', async () => {
    await button('Add an endpoint').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('URL').fill('https://user:pass@crm.example/');
    await button('Create').click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('URL').fill(receiver.url);
    await dialog.getByLabel('Name (optional)').fill('The CRM');
    await Browser.expectAccessible(page);
    await button('Create').click();
    await dialog.getByText('This secret is shown only now.').waitFor();
    secret = await dialog.locator('code').innerText();
    expect(secret).toMatch(/^whsec_/);
    await Browser.expectAccessible(page);
    await button('I have stored it').click();
    await page.getByRole('heading', { level: 1, name: 'The CRM' }).waitFor();
    endpointId = Number(page.url().split('/').at(-1));
    await page.reload();
    await button('Send a test').click();
    await page.getByText('The receiver answered with the status 200').waitFor();
    expect(await page.content()).not.toContain(secret);
    const arrival = receiver.arrivals.at(-1)!;
    expect(verified(secret, arrival)).toMatchObject({ event: 'webhook.test' });

    receiver.answer(500);
    await button('Send a test').click();
    await page.getByText('The receiver answered with the status 500').waitFor();
    await page.getByText('answer 500').waitFor();
    receiver.answer(200);
  });

  it('shows what arrived to the byte, and sends it again with the same id', async () => {
    const exported = await exportOne();
    await stack.client.deliveryOf(exported, 'delivered');
    await openDelivery(exported);
    const [first] = arrivalsOf(exported.event_id);
    verified(secret, first!);
    await page.locator('.payload').waitFor();
    const shown = await page.locator('.payload').evaluate((element) => element.textContent);
    expect(shown).toBe(first!.body.toString());
    expect(shown).toContain(EXACT);
    await page.locator('.timeline').getByText('status 200').waitFor();

    await button('Send again').click();
    await page.getByRole('link', { name: 'an earlier delivery' }).waitFor();
    await page.locator('h1 + .badge', { hasText: 'Delivered' }).waitFor();
    const again = arrivalsOf(exported.event_id);
    expect(again).toHaveLength(2);
    expect(again[1]!.body).toEqual(first!.body);
    verified(secret, again[1]!);
  });

  it('rotates the secret, with the old one for a while', async () => {
    await page.goto(`/webhooks/endpoints/${endpointId}`);
    await button('Rotate the secret').click();
    await button('Rotate').click();
    const next = await page.getByRole('dialog').locator('code').innerText();
    expect(next).not.toBe(secret);
    await button('I have stored it').click();
    const count = receiver.arrivals.length;
    await button('Send a test').click();
    await receiver.received(count + 1);
    verified(next, receiver.arrivals[count]!);
    verified(secret, receiver.arrivals[count]!);
  });

  it('parks while an endpoint is disabled, and lets it flow when it is enabled', async () => {
    await button('Disable').click();
    await page.locator('h1 + .badge', { hasText: 'Disabled' }).waitFor();
    const exported = await exportOne();
    await stack.client.deliveryOf(exported, 'parked');
    await openDelivery(exported);
    await page.getByText('the endpoint is disabled').waitFor();
    await page.goto(`/webhooks/endpoints/${endpointId}`);
    await button('Enable').click();
    await page.locator('h1 + .badge', { hasText: 'Healthy' }).waitFor();
    await stack.client.deliveryOf(exported, 'delivered');
    expect(arrivalsOf(exported.event_id)).toHaveLength(1);
  });

  it('holds everything back in offline mode, cancels one of it, and releases the rest', async () => {
    await page.goto('/webhooks');
    await switchOffline(true);
    await page.getByText('Offline mode is on: no webhook is sent.').waitFor();
    const [kept, unwanted] = [await exportOne(), await exportOne()];
    await until('the backlog is shown', async () => {
      await page.goto('/webhooks');
      return page.getByText('2 deliveries wait or are on their way.').isVisible();
    });
    await page.getByText('As a table').click();
    await Browser.expectAccessible(page);
    await page.goto(`/webhooks/endpoints/${endpointId}`);
    await button('Send a test').click();
    await page.getByText('Offline mode is on, so no test is sent.').waitFor();
    await openDelivery(unwanted);
    await page.getByText('Offline mode is on: no webhook is sent.').waitFor(); // on every page of webhooks
    await button('Cancel').click();
    await button('Cancel the delivery').click();
    await page.locator('h1 + .badge', { hasText: 'Cancelled' }).waitFor();
    expect(arrivalsOf(kept.event_id)).toEqual([]);
    await switchOffline(false);
    await page.getByText('Offline mode is on').waitFor({ state: 'detached' });
    await stack.client.deliveryOf(kept, 'delivered');
    expect(arrivalsOf(kept.event_id)).toHaveLength(1);
    expect(arrivalsOf(unwanted.event_id)).toEqual([]);
  });

  it('replays a span of time, and shows how far it is', async () => {
    const { items } = await stack.client.get<{ items: { event_id: string }[] }>('/api/events');
    await page.goto(`/webhooks/endpoints/${endpointId}`);
    await page.getByLabel('Cancelled').uncheck();
    const count = receiver.arrivals.length;
    await button('Start the replay').click();
    await page.getByText('It is done.').waitFor();
    await page.getByText(`${items.length - 1} of ${items.length - 1} events`).waitFor();
    await receiver.received(count + items.length - 1);
    await page.reload();
    await page.getByText('It is done.').waitFor(); // it is in the address
  });

  it('pauses a replay, and lets it go on', async () => {
    await page.goto(`/webhooks/endpoints/${endpointId}`);
    await page.getByLabel('Never sent to it, too').check();
    // What runs at its beginning could still be an export: the replay does not end before it.
    await stack.sql.query('BEGIN');
    await stack.sql.query('SELECT pg_current_xact_id()');
    await button('Start the replay').click();
    await page.getByText('It runs.').waitFor();
    await button('Pause').click();
    await page.getByText('It is paused. What it has made goes out.').waitFor();
    const id = Number(new URL(page.url()).searchParams.get('replay'));
    await stack.sql.query('COMMIT');
    await Browser.expectAccessible(page);
    await page.goto(`/webhooks/endpoints/${endpointId}`); // whoever comes later
    await page
      .getByRole('row', { name: /Paused/ })
      .getByRole('link')
      .click();
    await page.getByText('It is paused.').waitFor();
    expect(await stack.client.get(`/api/webhook-replays/${id}`)).toMatchObject({ state: 'paused' });
    await button('Go on').click();
    await page.getByText('It is done.').waitFor();
    expect(await stack.client.get(`/api/webhook-replays/${id}`)).toMatchObject({ state: 'done' });
  });

  it('finds deliveries by filters that are in the address', async () => {
    await page.goto('/webhooks/deliveries');
    await page.getByLabel('State').selectOption('cancelled');
    await page.getByLabel('Endpoint').selectOption({ label: 'The CRM' });
    await button('Filter').click();
    await page.waitForURL(`**/webhooks/deliveries?state=cancelled&endpoint_id=${endpointId}`);
    await page.getByText('somebody cancelled it').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(1);
    await page.reload();
    await page.getByText('somebody cancelled it').waitFor();
    await page.getByLabel('Document number').fill('x');
    await button('Filter').click();
    await page.getByRole('alert').getByText('document id').waitFor(); // says what is wrong with it
    await page.getByRole('link', { name: 'Clear' }).click();
    await until('all are shown', async () => (await page.locator('tbody tr').count()) > 4);
    expect(await page.getByLabel('Document number').inputValue()).toBe('');
  });

  it('goes on with older deliveries, and back, with the same filters', async () => {
    const [delivery] = await stack.client.deliveries('state=delivered');
    for (let count = 0; count <= 50; count++) {
      const sent = async (): Promise<boolean> => (await stack.client.resend(delivery!.id)).status === 200;
      await until('it is sent again', sent); // one at a time
    }
    const filter = `event_id=${delivery!.event_id}`;
    await page.goto(`/webhooks/deliveries?${filter}`);
    const links = page.locator('tbody td:first-child a');
    const shown = (): Promise<string[]> =>
      links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    await links.first().waitFor();
    const newest = await shown();
    expect(newest).toHaveLength(50);
    await page.getByRole('link', { name: 'Older' }).click();
    await page.getByRole('link', { name: 'Newest' }).waitFor();
    await until('older ones are shown', async () => (await links.count()) < 50 && (await links.count()) > 0);
    const all = await stack.client.deliveries(filter);
    expect([...newest, ...(await shown())]).toEqual(all.map(({ id }) => `/webhooks/deliveries/${id}`));
    await page.getByRole('link', { name: 'Newest' }).click();
    await page.waitForURL(`**/webhooks/deliveries?${filter}`);
  });

  it('says in words that the ledger balances', async () => {
    await page.getByRole('navigation', { name: 'Webhooks' }).getByRole('link', { name: 'Ledger' }).click();
    await page.getByText(/^The ledger balances: of \d+ to deliver, .* Nothing is lost\.$/).waitFor();
    await page.getByRole('row', { name: /\/hook/ }).waitFor();
  });

  it('offers what one may do, and nothing else', async () => {
    const { body } = await stack.service.json<{ token: string }>('POST', '/api/tokens', {
      name: 'reader',
      scopes: ['read'],
    });
    const reader = await browser.signIn(stack.service, body.token);
    const offered = async (path: string): Promise<string[]> => {
      await reader.goto(path);
      await reader.getByRole('heading', { level: 1 }).waitFor();
      await reader.locator('.card').first().waitFor();
      return reader.getByRole('main').locator('button').allInnerTexts();
    };
    expect(await offered('/webhooks')).toEqual([]);
    expect(await offered(`/webhooks/endpoints/${endpointId}`)).toEqual([]);
    const [delivery] = await stack.client.deliveries();
    const buttons = await offered(`/webhooks/deliveries/${delivery!.id}`);
    expect(buttons.filter((text) => !text.startsWith('Copy'))).toEqual([]);
    await reader.close();
  });

  it('is accessible in light and dark, and fits on a phone', async () => {
    const [delivery] = await stack.client.deliveries('state=delivered');
    const pages: [path: string, seen: string][] = [
      ['/webhooks', 'The CRM'],
      [`/webhooks/endpoints/${endpointId}`, 'Failures in a row'],
      ['/webhooks/deliveries', 'document.exported'],
      [`/webhooks/deliveries/${delivery!.id}`, '12345678901234567890'],
      ['/webhooks/ledger', 'Nothing is lost'],
    ];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 740 });
        for (const [path, seen] of pages) {
          await page.goto(path);
          await page.getByRole('main').getByText(seen).first().waitFor();
          await Browser.expectNoSidewaysScroll(page);
          await Browser.expectAccessible(page);
        }
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('changes and deletes an endpoint; what it had stays in the ledger', async () => {
    await page.goto(`/webhooks/endpoints/${endpointId}`);
    await button('Edit').click();
    await page.getByLabel('Name (optional)').fill('The old CRM');
    await page.getByText('More settings').click();
    await page.getByLabel('Authentication').selectOption('bearer');
    await page.getByLabel('Token').fill('t0ken');
    await button('Save').click();
    await page.getByRole('heading', { level: 1, name: 'The old CRM' }).waitFor();
    await button('Send a test').click();
    await page.getByText('The receiver answered with the status 200').waitFor();
    expect(receiver.arrivals.at(-1)!.headers.authorization).toBe('Bearer t0ken');
    await button('Delete').click();
    await button('Delete the endpoint').click();
    await page.getByText('No endpoint yet').waitFor();
    await page.goto('/webhooks/ledger');
    await page.getByText('(deleted)').waitFor();
    await page.goto(`/webhooks/endpoints/${endpointId}`);
    await page.getByText(`There is no endpoint ${endpointId}`).waitFor();
  });
});

function verified(secret: string, { body, headers }: Arrival): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>);
}
