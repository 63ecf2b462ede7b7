import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Browser } from '../support/browser.js';
import { Stack } from '../support/stack.js';
import { SubPathProxy } from '../support/sub-path-proxy.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

describe('The pages below a path that a proxy strips, in a browser', () => {
  let proxy: SubPathProxy;
  let receiver: WebhookReceiver;
  let stack: Stack;
  let browser: Browser;
  let page: Page;
  let endpointId: number;

  beforeAll(async () => {
    proxy = await SubPathProxy.start();
    receiver = await WebhookReceiver.start();
    browser = await Browser.start();
    stack = await Stack.start({ PUBLIC_BASE_URL: proxy.url });
    proxy.target = stack.service.url;
    endpointId = (await stack.client.endpoint(receiver.url, { description: 'The CRM' })).id;
    page = await browser.open(stack.service);
  });
  afterAll(async () => {
    await browser?.stop();
    await stack?.stop();
    await proxy?.stop();
    await receiver?.stop();
  });

  const at = (path: string): string => proxy.url + path;
  /** Where the page says that one can go from here: all of it is below the path, or on another host. */
  const expectLinksBelow = async (): Promise<void> => {
    const targets = await page.evaluate<string[]>(
      `[...document.links, ...document.querySelectorAll('form[action]')].map((each) => each.href ?? each.action)`,
    );
    const { origin } = new URL(proxy.url);
    const ours = targets.filter((each) => each.startsWith(`${origin}/`));
    expect(ours.length).toBeGreaterThan(0);
    expect(ours.filter((each) => !each.startsWith(`${proxy.url}/`))).toEqual([]);
  };
  const goThrough = async (menu: string, link: string, path: string, seen: string): Promise<void> => {
    await page.getByRole('navigation', { name: menu }).getByRole('link', { name: link, exact: true }).click();
    await page.waitForURL(at(path));
    await page.getByRole('main').getByText(seen).first().waitFor();
    await expectLinksBelow();
  };

  it('come back from the login, with their filters, and keep new ones in the address', async () => {
    const { id } = await stack.client.reviewed({ sample: 'invoice-us.pdf' });
    await stack.client.reviewed();
    const asked = at('/?status=Needs+Review&source=API');
    await page.goto(asked);
    expect(page.url()).toBe(at('/login?next=%2F%3Fstatus%3DNeeds%2BReview%26source%3DAPI'));
    await Browser.fillLogin(page);
    expect(page.url()).toBe(asked);
    const rows = page.locator('.documents tbody tr');
    await rows.nth(1).waitFor();
    await expectLinksBelow();

    await page.getByLabel('Search documents').fill('invoice-us');
    await page.waitForURL(at('/?q=invoice-us&status=Needs+Review&source=API'));
    await page.getByText('1 document', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('1 document', { exact: true }).waitFor();
    await rows.getByRole('link').click();
    await page.waitForURL(at(`/documents/${id}`));
    await page.getByRole('heading', { name: 'History' }).waitFor();
    await page.goBack();
    await page.getByText('1 document', { exact: true }).waitFor();
    expect(page.url()).toBe(at('/?q=invoice-us&status=Needs+Review&source=API'));
  });

  it('draw a file, and follow what happens to a document without a reload', async () => {
    const { id } = await stack.client.reviewed({ sample: 'invoice-us.pdf' });
    await page.goto(at(`/documents/${id}`));
    await page.locator('.pdf-page canvas').waitFor();
    await expectLinksBelow();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'invoice-us.pdf' }).click(),
    ]);
    expect(file.url()).toBe(at(`/api/documents/${id}/file`));
    await file.cancel();

    receiver.answer(500);
    await page.getByRole('button', { name: 'Export' }).click();
    await page.locator('.deliveries').getByText('status 500').waitFor();
    receiver.answer(200);
    const [delivery] = await stack.client.deliveries(`document_id=${id}`);
    await stack.client.resend(delivery!.id); // somebody else, elsewhere
    await page.locator('.deliveries .badge', { hasText: 'Delivered' }).waitFor();
    expect(proxy.answered).toContain(`200 GET /api/documents/${id}/live`);
    await page.getByText('More', { exact: true }).click();
    await page.getByRole('button', { name: 'Archive' }).click();
    await page.locator('h1 + .badges', { hasText: 'Archived' }).waitFor();
  });

  it('lead to each other', async () => {
    await page.goto(at('/'));
    await goThrough('Main', 'Webhooks', '/webhooks', 'The CRM');
    await page.getByRole('link', { name: 'The CRM' }).click();
    await page.waitForURL(at(`/webhooks/endpoints/${endpointId}`));
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('The receiver answered with the status 200').waitFor();
    await expectLinksBelow();
    await goThrough('Webhooks', 'Deliveries', '/webhooks/deliveries', 'document.exported');
    await page.getByLabel('State').selectOption('delivered');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.waitForURL(at('/webhooks/deliveries?state=delivered'));
    await page.locator('tbody a').first().click();
    await page.getByRole('heading', { name: 'Delivery of document.exported' }).waitFor();
    await expectLinksBelow();
    await goThrough('Webhooks', 'Ledger', '/webhooks/ledger', 'Nothing is lost');
    await goThrough('Main', 'Intake', '/intake', 'Nothing has arrived yet');
    await page.getByLabel('Result').selectOption('Failed');
    await page.waitForURL(at('/intake?result=failed'));
    await page.reload();
    await page.getByText('Nothing like that arrived').waitFor();
    await goThrough('Main', 'Settings', '/settings', 'System');
    await page.getByRole('link', { name: 'System' }).click();
    await page.getByRole('link', { name: 'Inbox' }).click();
    await page.waitForURL(at('/?contact_id=1&folder_id=1'));
    await page.goBack();
    await goThrough('Settings', 'Profiles', '/settings/profiles', 'Built in');
    await goThrough('Settings', 'API tokens', '/settings/tokens', 'bootstrap');
    await goThrough('Settings', 'Users', '/settings/users', 'Add a user');
    await goThrough('Main', 'Audit', '/audit', 'Archived');
    await page.reload();
    await page.getByRole('main').getByText('Archived').first().waitFor();
    await page.getByRole('link', { name: 'RecordEngine', exact: true }).click();
    await page.waitForURL(at('/'));
  });

  it('end with the login page below the path, having asked for nothing else', async () => {
    await page.locator('header .menu summary').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(page.url()).toBe(at('/login'));
    await expectLinksBelow();
    await page.goto(at('/webhooks'));
    expect(page.url()).toBe(at('/login?next=%2Fwebhooks')); // the session is over
    expect(proxy.strayed).toEqual([]);
    expect(proxy.answered.filter((line) => /^(404|5\d\d) /.test(line))).toEqual([]);
  });
});
