import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Browser } from '../support/browser.js';
import { CLIENT, IdentityProvider } from '../support/identity-provider.js';
import { freePort } from '../support/service.js';
import { Stack } from '../support/stack.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const PASSWORD = 'a password for stories';
const SESSION = 'recordengine_session';

describe('Signing in, and being somebody, in a browser', () => {
  let stack: Stack;
  let browser: Browser;
  let provider: IdentityProvider;
  let base: string;
  let documents: [number, number];
  /** Pages of another service, under two names: `localhost` is another site, 127.0.0.1 the same one. */
  let other: WebhookReceiver;

  beforeAll(async () => {
    other = await WebhookReceiver.start();
    browser = await Browser.start();
    const port = await freePort();
    base = `http://127.0.0.1:${port}/records`;
    provider = await IdentityProvider.start(`${base}/login/oidc/callback`);
    provider.people.set('viewer', { email: 'viewer@example.com', email_verified: true });
    stack = await Stack.start({
      PORT: String(port),
      PUBLIC_BASE_URL: base,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
    });
    for (const role of ['admin', 'reviewer', 'viewer']) {
      const user = { email: `${role}@example.com`, name: role, role, password: PASSWORD };
      await stack.service.json('POST', '/api/users', user);
    }
    await stack.client.endpoint(other.url, { description: 'The CRM' });
  });
  afterAll(async () => {
    await browser?.stop();
    await stack?.stop();
    await provider?.stop();
    await other?.stop();
  });
  beforeEach(async () => {
    documents = [(await stack.client.reviewed()).id, (await stack.client.reviewed()).id];
  });

  const pageOf = (id: number): string => `${base}/documents/${id}`;
  const enter = (page: Page, role: string): Promise<void> =>
    Browser.enter(page, `${role}@example.com`, PASSWORD);
  /** At the document, after the login that it asks for. */
  const signedIn = async (role: string, id = documents[0]): Promise<Page> => {
    const page = await browser.open(stack.service);
    await page.goto(pageOf(id));
    await enter(page, role);
    await expectDocument(page, id);
    return page;
  };
  const expectDocument = async (page: Page, id: number): Promise<void> => {
    expect(page.url()).toBe(pageOf(id));
    await page.getByText(`#${id}`).waitFor();
    await page.getByRole('heading', { name: 'History' }).waitFor();
  };
  const endSessions = () => stack.sql.query(`UPDATE sessions SET last_used_at = now() - interval '13 hours'`);

  describe('comes back to the document', () => {
    it('after the session has ended, found by a reload or by the page itself', async () => {
      const page = await signedIn('viewer');
      await endSessions();
      await page.reload();
      await enter(page, 'viewer');
      await expectDocument(page, documents[0]);
      await page.goto(`${base}/settings/contacts`);
      await page.getByRole('link', { name: 'System' }).waitFor();
      await endSessions();
      const menu = page.getByRole('navigation', { name: 'Main' });
      await menu.getByRole('link', { name: 'Documents' }).click(); // within the application
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await enter(page, 'viewer');
      expect(page.url()).toBe(`${base}/`);
      await page.context().close();
    });

    it('in each of two tabs', async () => {
      const page = await browser.open(stack.service);
      const second = await page.context().newPage();
      await page.goto(pageOf(documents[0]));
      await second.goto(pageOf(documents[1]));
      await enter(page, 'viewer');
      await expectDocument(page, documents[0]);
      await enter(second, 'viewer');
      await expectDocument(second, documents[1]);
      await page.reload();
      await expectDocument(page, documents[0]);
      await page.context().close();
    });

    it('by an identity provider, also in two tabs', async () => {
      const page = await browser.open(stack.service);
      const second = await page.context().newPage();
      const tabs = [page, second];
      for (const [index, tab] of tabs.entries()) {
        await tab.goto(pageOf(documents[index]!));
        await tab.getByRole('link', { name: 'Sign in with your organisation' }).click();
        await tab.locator('input[name=login]').waitFor();
      }
      for (const [index, tab] of tabs.entries()) {
        await tab.locator('input[name=login]').fill('viewer');
        await tab.locator('input[name=password]').fill('any');
        await tab.locator('button[type=submit]').click();
        await tab.waitForURL(pageOf(documents[index]!));
        await expectDocument(tab, documents[index]!);
      }
      await page.context().close();
    });

    it('and goes nowhere else', async () => {
      const page = await browser.open(stack.service);
      await page.goto(`${base}/login?next=${encodeURIComponent('//localhost/evil')}`);
      await enter(page, 'viewer');
      expect(page.url()).toBe(`${base}/login`);
      await page.context().close();
    });
  });

  it('gets a session of its own, whatever was planted', async () => {
    const page = await browser.open(stack.service);
    const planted = 'p'.repeat(43);
    await page.context().addCookies([{ name: SESSION, value: planted, url: base }]);
    await page.goto(pageOf(documents[0]));
    await enter(page, 'viewer');
    await expectDocument(page, documents[0]);
    const cookies = await page.context().cookies(base);
    expect(cookies.find(({ name }) => name === SESSION)).toMatchObject({
      value: expect.not.stringMatching(planted),
      httpOnly: true,
      sameSite: 'Lax',
    });
    await page.context().close();
  });

  it.each([
    ['the same site, with whose requests the cookie goes', (url: string) => url],
    ['another site', Browser.onAnotherSite],
  ])('is not made to do anything by a page of %s', async (_, from) => {
    const [id] = documents;
    const form = (path: string, fields: Record<string, string>): string => {
      const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`);
      return `<form method="post" action="${base}${path}">${inputs.join('')}</form>`;
    };
    const stranger = { email: 'viewer@example.com', password: PASSWORD, form_token: 'f'.repeat(43) };
    other.answer((_request, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(form('/logout', {}) + form('/login', stranger)),
    );
    const page = await signedIn('admin');
    for (const index of [0, 1]) {
      await page.goto(from(other.url));
      await Promise.all([page.waitForNavigation(), page.evaluate(`document.forms[${index}].submit()`)]);
      expect(page.url()).toMatch(/\/log(in|out)$/); // and it was refused:
    }
    await page.goto(from(other.url));
    await page.evaluate(`fetch('${base}/api/documents/${id}/reprocess', {
      method: 'POST', mode: 'no-cors', credentials: 'include', body: '{}', headers: { 'content-type': 'text/plain' } })
      .catch(() => undefined)`); // the answer is kept from it, too
    await page.goto(`${base}/account`);
    await page.getByText('admin@example.com').first().waitFor();
    expect(await stack.client.get(`/api/documents/${id}`)).toMatchObject({
      status: 'Needs Review',
      version: (await stack.client.get<{ version: number }>(`/api/documents/${documents[1]}`)).version,
    });
    await page.context().close();
  });

  it.each([
    ['viewer', { edits: false, administers: false }],
    ['reviewer', { edits: true, administers: false }],
    ['admin', { edits: true, administers: true }],
  ])('is offered what a %s may do, and nothing else', async (role, { edits, administers }) => {
    const page = await signedIn(role);
    const isOffered = async (name: string, as: 'button' | 'link' = 'button'): Promise<boolean> =>
      (await page.getByRole(as, { name, exact: true }).count()) > 0;
    expect([await isOffered('Approve'), await isOffered('Move…')]).toEqual([edits, edits]);
    expect(await isOffered('Audit', 'link')).toBe(administers);
    await page.goto(`${base}/webhooks`);
    await page.getByRole('link', { name: 'The CRM' }).waitFor();
    expect(await isOffered('Add an endpoint')).toBe(administers);
    await page.getByRole('link', { name: 'The CRM' }).click();
    await page.getByRole('heading', { name: 'The CRM' }).waitFor();
    expect(await isOffered('Send a test')).toBe(administers);
    await page.goto(`${base}/settings/users`);
    await page
      .getByRole(administers ? 'table' : 'heading')
      .first()
      .waitFor();
    expect(await page.getByText('This is for administrators').count()).toBe(administers ? 0 : 1);
    expect([await isOffered('API tokens', 'link'), await isOffered('Users', 'link')]).toEqual([
      administers,
      administers,
    ]);
    await page.getByRole('link', { name: 'Profiles' }).click();
    await page.getByText('Built in').first().waitFor();
    expect(await isOffered('Create a profile', 'link')).toBe(administers);
    await page.getByRole('link', { name: 'Contacts and folders' }).click();
    await page.getByRole('link', { name: 'System' }).waitFor();
    expect(await isOffered('Add a contact')).toBe(edits);
    await page.goto(`${base}/audit`);
    await page.getByRole('main').getByRole('heading').first().waitFor();
    expect(await page.getByText('This is for administrators').count()).toBe(administers ? 0 : 1);
    await page.goto(`${base}/`);
    await page.locator('tr[data-id]').first().waitFor();
    expect(await isOffered('Upload…')).toBe(edits);
    expect((await page.getByRole('checkbox', { name: /^Select/ }).count()) > 0).toBe(edits);
    await page.context().close();
  });
});
