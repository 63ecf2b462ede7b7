import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Browser } from '../support/browser.js';
import { freePort } from '../support/service.js';
import { Stack } from '../support/stack.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const PASSWORD = 'a password for stories';

describe('Sign-in, account and users in a browser', () => {
  let stack: Stack;
  let browser: Browser;
  let base: string;
  /** Pages of another service, under two names: `localhost` is another site, 127.0.0.1 the same one. */
  let crm: WebhookReceiver;

  beforeAll(async () => {
    crm = await WebhookReceiver.start();
    browser = await Browser.start();
    const port = await freePort();
    base = `http://127.0.0.1:${port}/records`;
    const origins = [crm.url, Browser.onAnotherSite(crm.url)].map((url) => new URL(url).origin);
    const settings = { PUBLIC_BASE_URL: base, FRAME_ANCESTORS: origins.join(',') };
    stack = await Stack.start({ PORT: String(port), ...settings });
    await stack.service.json('POST', '/api/users', {
      ...{ email: 'ann@example.com', name: 'Ann Smith', role: 'admin', password: PASSWORD },
    });
  });
  afterAll(async () => {
    await browser?.stop();
    await stack?.stop();
    await crm?.stop();
  });

  const enter = (page: Page, password = PASSWORD): Promise<void> =>
    Browser.enter(page, 'ann@example.com', password);
  const signedIn = async (
    options: { userAgent?: string; javaScriptEnabled?: boolean } = {},
  ): Promise<Page> => {
    const page = await browser.open(stack.service, options);
    await page.goto(`${base}/login`);
    await enter(page);
    return page;
  };
  const expectGoodLooks = async (page: Page): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 740 });
        await Browser.expectNoSidewaysScroll(page);
        await Browser.expectAccessible(page);
      }
    }
    const styled = await page.evaluate(`getComputedStyle(document.querySelector('.card')).borderTopWidth`);
    expect(styled).toBe('1px'); // the style is there, past the policy and below the path
  };

  it('says what is wrong on the login page, which is accessible in light and dark and fits on a phone', async () => {
    const page = await browser.open(stack.service);
    await page.goto(`${base}/login?next=/account`);
    await expectGoodLooks(page);
    await enter(page, 'another password');
    await page.getByRole('alert').getByText('wrong').waitFor();
    await expectGoodLooks(page);
    await enter(page);
    expect(page.url()).toBe(`${base}/account`);
    await page.goto(`${base}/documents/999999`);
    await page.getByRole('heading', { name: 'Not Found' }).waitFor();
    await expectGoodLooks(page);
    await page.goto(`${base}/login`);
    await page.getByText('You are signed in as Ann Smith').waitFor();
    await expectGoodLooks(page);
    await page.context().close();
  });

  it('ends another session, without scripts, and that browser is out', async () => {
    const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
    const there = await signedIn({ userAgent });
    const here = await signedIn({ javaScriptEnabled: false });
    await here.goto(`${base}/account`);
    await here.getByRole('row', { name: /Chrome on Linux This one/ }).waitFor();
    await here.getByRole('button', { name: 'End the session of Firefox on Linux' }).click();
    await here.getByRole('status').getByText('ended').waitFor();
    expect(await here.getByText('Firefox on Linux').count()).toBe(0);
    await there.goto(`${base}/account`);
    await there.getByRole('heading', { name: 'Sign in' }).waitFor();
    await there.context().close();
    await here.context().close();
  });

  it('lists sessions and changes the password on a page that is accessible and fits on a phone', async () => {
    const [page, ...others] = [await signedIn(), await signedIn(), await signedIn()];
    await page.goto(`${base}/account`);
    await page.getByRole('button', { name: 'End all other sessions' }).waitFor();
    await expectGoodLooks(page);
    await page.getByRole('button', { name: 'End all other sessions' }).click();
    await page.getByRole('status').getByText('All other sessions are ended.').waitFor();
    for (const other of others) {
      await other.goto(`${base}/account`);
      await other.getByRole('heading', { name: 'Sign in' }).waitFor();
      await other.context().close();
    }
    await page.getByLabel('Current password').fill(PASSWORD);
    await page.getByLabel('New password', { exact: true }).fill('one');
    await page.getByLabel('New password, again').fill('two');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByRole('alert').getByText('differ').waitFor();
    await expectGoodLooks(page);
    await page.context().close();
  });

  it('is framed by a CRM of the same site with the card of the document, by another site without', async () => {
    const { id } = await stack.client.reviewed();
    crm.answer((_, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<iframe title="document" src="${base}/documents/${id}" width="400" height="400"></iframe>`),
    );
    const visitor = await signedIn();
    const frame = visitor.frameLocator('iframe');
    await visitor.goto(crm.url);
    await frame.getByRole('heading', { name: 'note.txt' }).waitFor();
    await frame.getByText('Needs Review').waitFor();
    const link = frame.getByRole('link', { name: 'Open in a new tab' });
    const [tab] = await Promise.all([visitor.context().waitForEvent('page'), link.click()]);
    await tab.getByRole('heading', { name: 'History' }).waitFor();

    await visitor.goto(Browser.onAnotherSite(crm.url)); // SameSite=Lax: no cookie comes along
    await frame.getByText('You are not signed in here.').waitFor();
    await link.waitFor();
    await visitor.context().close();

    const stranger = await browser.open(stack.service);
    await stranger.goto(crm.url);
    await stranger.frameLocator('iframe').getByText('You are not signed in here.').waitFor();
    expect(await stranger.frameLocator('iframe').locator('form').count()).toBe(0);
    await stranger.context().close();
  });

  it('adds a user, changes the role, disables and deletes, and says when an e-mail is taken', async () => {
    const page = await signedIn();
    const dialog = page.getByRole('dialog');
    const bob = page.getByRole('row', { name: /bob@example\.com/ });
    await page.goto(`${base}/settings/users`);
    const add = async (email: string): Promise<void> => {
      await page.getByRole('button', { name: 'Add a user' }).click();
      await dialog.getByLabel('Name').fill('Bob');
      await dialog.getByLabel('E-mail').fill(email);
      await dialog.getByLabel('Role').selectOption('Viewer');
      await dialog.getByLabel('Password').fill(PASSWORD);
      await dialog.getByRole('button', { name: 'Save' }).click();
    };
    await add('ANN@example.com');
    await dialog.getByRole('alert').getByText('There is a user with the e-mail').waitFor();
    await Browser.expectAccessible(page);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await add('bob@example.com');
    await bob.getByRole('cell', { name: 'viewer' }).waitFor();

    await bob.getByRole('button', { name: 'Edit Bob' }).click();
    await dialog.getByLabel('Role').selectOption('Reviewer');
    await dialog.getByText('Also edits, approves').waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await bob.getByRole('cell', { name: 'reviewer' }).waitFor();

    await bob.getByRole('button', { name: 'Disable Bob' }).click();
    await dialog.getByRole('button', { name: 'Disable the user' }).click();
    await bob.getByText('Disabled', { exact: true }).waitFor();
    await bob.getByRole('button', { name: 'Delete Bob' }).click();
    await dialog.getByRole('button', { name: 'Delete the user' }).click();
    await bob.waitFor({ state: 'detached' });
    const { items } = await stack.client.get<{ items: { email: string }[] }>('/api/users');
    expect(items.map(({ email }) => email)).not.toContain('bob@example.com');
    await page.context().close();
  });
});
