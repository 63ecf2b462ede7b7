import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Browser } from '../support/browser.js';
import { freePort } from '../support/service.js';
import { Stack } from '../support/stack.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const ANN = {
  email: 'ann@example.com',
  name: 'Ann Smith',
  role: 'admin',
  password: 'a password for stories',
};
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };

/** By how much an input is narrower than what it would be by itself. */
const WIDTH_LACKING = `(input) => {
  const whole = input.cloneNode();
  Object.assign(whole.style, { width: 'max-content', position: 'absolute' });
  input.after(whole);
  const over = whole.getBoundingClientRect().width - input.getBoundingClientRect().width;
  whole.remove();
  return over;
}`;

describe('All pages of the console in a browser', () => {
  let root: string;
  let stack: Stack;
  let receiver: WebhookReceiver;
  let browser: Browser;
  let page: Page;
  let base: string;
  let endpointId: number;
  let documentId: number;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 're-console-'));
    const folder = join(root, 'in');
    await mkdir(folder);
    receiver = await WebhookReceiver.start();
    browser = await Browser.start();
    const port = await freePort();
    base = `http://127.0.0.1:${port}/records`;
    stack = await Stack.start({
      ...{ PORT: String(port), PUBLIC_BASE_URL: base },
      ...{ HOT_FOLDERS: folder, HOT_FOLDER_SCAN: '100ms', HOT_FOLDER_STILL: '100ms' },
      FRAME_ANCESTORS: new URL(Browser.onAnotherSite(receiver.url)).origin,
    });
    await stack.service.json('POST', '/api/users', ANN);
    endpointId = (await stack.client.endpoint(receiver.url, { description: 'The CRM' })).id;
    page = await browser.open(stack.service);
    await page.goto(`${base}/login`);
    await Browser.enter(page, ANN.email, ANN.password);
    await writeFile(join(folder, 'letter.txt.meta.json'), '{');
    for (const name of ['letter.txt', 'note.txt']) {
      await writeFile(join(folder, `${name}.part`), `The file ${name}.`);
      await rename(join(folder, `${name}.part`), join(folder, name));
    }
    await until('both were judged', async () => {
      const { items } = await stack.client.get<{ items: { result: string }[] }>('/api/intake');
      return ['failed', 'accepted'].every((result) => items.some((item) => item.result === result));
    });
    documentId = (await stack.client.reviewed({ sample: 'invoice-us.pdf' })).id;
    await stack.client.deliveryOf(await stack.client.export(documentId), 'delivered');
  });
  afterAll(async () => {
    await browser?.stop();
    await stack?.stop();
    await receiver?.stop();
    await rm(root, { recursive: true, force: true });
  });

  const open = async (path: string, shown: string, on = page): Promise<void> => {
    await on.goto(base + path);
    await on.getByRole('main').getByText(shown).filter({ visible: true }).first().waitFor();
    await on.locator('.loading').first().waitFor({ state: 'detached' });
  };
  const expectGoodLooks = async (on: Page, where: string): Promise<void> => {
    for (const viewport of [DESK, PHONE]) {
      await on.setViewportSize(viewport);
      await Browser.expectNoSidewaysScroll(on);
      await Browser.expectAccessible(on).catch((error: unknown) => {
        throw new Error(`${where} at ${viewport.width} px: ${String(error)}`);
      });
    }
  };
  const made = async (path: string, body: object): Promise<number> =>
    (await stack.service.json<{ id: number }>('POST', path, body)).body.id;

  it('are accessible in the dark, on a desk and on a telephone', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    const contactId = await made('/api/contacts', { name: 'Globex', email: 'office@globex.example' });
    await made('/api/folders', { contact_id: contactId, name: 'Letters' });
    await made('/api/tokens', { name: 'zapier', scopes: ['read', 'write'] });
    const replayId = await made(`/api/webhook-endpoints/${endpointId}/replay`, {
      since: new Date(0).toISOString(),
    });
    const paths: [path: string, shown: string][] = [
      ['/settings/users', ANN.email],
      ['/settings/tokens', 'zapier'],
      ['/settings/profiles', 'Built in'],
      ['/settings/profiles/1', 'Columns of line items'],
      ['/settings/profiles/new', 'Field 1'],
      ['/settings/contacts', 'Globex'],
      [`/settings/contacts/${contactId}`, 'Letters'],
      ['/webhooks', 'The CRM'],
      [`/webhooks/endpoints/${endpointId}`, 'Start the replay'],
      [`/webhooks/endpoints/${endpointId}?replay=${replayId}`, 'Another replay'],
      ['/webhooks/deliveries', 'The CRM'],
      ['/webhooks/ledger', receiver.url],
      ['/intake', 'letter.txt'],
      ['/audit', ANN.email],
      ['/account', 'Your account'],
      ['/login', 'Signed in'],
      ['/nothing', 'There is no such page'],
      ['/webhooks/nothing', 'There is no such page'],
    ];
    for (const [path, shown] of paths) {
      await open(path, shown);
      await expectGoodLooks(page, path);
    }
    await page.setViewportSize(DESK);
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('say in the dark, accessibly, who may not come in and what is gone', async () => {
    const dark = await browser.open(stack.service, { colorScheme: 'dark' });
    await open('/login', 'Sign in', dark);
    await expectGoodLooks(dark, '/login');
    const { body } = await stack.service.json<{ token: string }>('POST', '/api/tokens', {
      ...{ name: 'writer', scopes: ['write'] },
    });
    await Browser.fillLogin(dark, body.token);
    await open(`/documents/${documentId}`, 'Ask an administrator', dark);
    await expectGoodLooks(dark, 'the page of a 403');
    const { id } = await stack.client.upload();
    await stack.service.fetch(`/api/documents/${id}`, { method: 'DELETE' });
    await page.emulateMedia({ colorScheme: 'dark' });
    await open(`/documents/${id}`, 'has been deleted');
    await expectGoodLooks(page, 'the page of a 410');
    await page.setViewportSize(DESK);
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('show a document in a frame as a card that is accessible, in light and dark', async () => {
    receiver.answer((_, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(
          `<iframe title="document" src="${base}/documents/${documentId}" width="360" height="420"></iframe>`,
        ),
    );
    const visitor = await browser.signIn(stack.service);
    for (const colorScheme of ['light', 'dark'] as const) {
      await visitor.emulateMedia({ colorScheme });
      await visitor.goto(Browser.onAnotherSite(receiver.url));
      await visitor.frameLocator('iframe').getByRole('link', { name: 'Open in a new tab' }).waitFor();
      const frame = visitor.frames().at(-1)!;
      expect(await frame.locator('nav').count()).toBe(0); // it leads to pages that no frame shows
      await Browser.expectAccessible(frame);
      expect(
        await frame.evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`),
      ).toBeLessThanOrEqual(0);
    }
    await visitor.context().close();
    receiver.answer(200);
  });

  it('show the whole date and time of a replay', async () => {
    await open(`/webhooks/endpoints/${endpointId}`, 'Start the replay');
    for (const viewport of [DESK, { width: 1024, height: 740 }, PHONE]) {
      await page.setViewportSize(viewport);
      for (const id of ['replay-since', 'replay-until']) {
        const over = await page.evaluate<number>(`(${WIDTH_LACKING})(document.getElementById('${id}'))`);
        expect({ viewport, id, over: Math.max(0, over) }).toEqual({ viewport, id, over: 0 });
      }
    }
    await page.setViewportSize(DESK);
  });

  it('show all exports, versions and steps of a long history, with the keyboard', async () => {
    const { id } = await stack.client.reviewed();
    for (let number = 2; number <= 22; number += 1) {
      const { status, text } = await stack.service.json('POST', `/api/documents/${id}/versions`, {
        filename: `version ${number}.txt`,
        content_base64: Buffer.from(`The letter, version ${number}. ${crypto.randomUUID()}`).toString(
          'base64',
        ),
      });
      if (status !== 201) throw new Error(text);
    }
    await stack.client.status(id, 'Needs Review');
    for (let revision = 1; revision <= 22; revision += 1) await stack.client.export(id);
    await page.goto(`${base}/documents/${id}`);
    for (const [what, region, last] of [
      ['exports', 'Delivery', page.getByRole('heading', { name: /^Revision 1 / })],
      ['versions', 'Versions', page.getByRole('cell', { name: '1', exact: true })],
    ] as const) {
      const more = page.getByRole('button', { name: `Show more of the ${what}` });
      await more.waitFor();
      expect(await last.count()).toBe(0);
      await more.focus();
      await page.keyboard.press('Enter');
      await last.waitFor();
      await more.waitFor({ state: 'detached' });
      const focused = page.getByRole('region', { name: region }).locator(':focus');
      expect(await focused.innerText()).toBe('The end of the list');
    }
    await page.getByRole('button', { name: 'Show version 1', exact: true }).click();
    await page.getByRole('heading', { name: 'Version 1', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Show more of the history' }).click();
    await page.locator('.history > li').nth(20).waitFor();
  });

  it('keep what is written in a dialog while the session ends, and save it after the next sign-in', async () => {
    const url = `${receiver.url}/kept`;
    await open('/webhooks', 'The CRM'); // asks again all the time
    await page.getByRole('button', { name: 'Add an endpoint' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('URL').fill(url);
    await dialog.getByLabel('Name (optional)').fill('A long name');
    const other = await page.context().newPage();
    await other.goto(`${base}/account`);
    await Promise.all([other.waitForNavigation(), other.getByRole('button', { name: 'Sign out' }).click()]);
    await dialog.getByText('You are signed out.').waitFor();
    await Browser.expectAccessible(page);
    await dialog.getByRole('button', { name: 'Create' }).click(); // in vain, and nothing is lost
    await until('it is free again', () => dialog.getByRole('button', { name: 'Create' }).isEnabled());
    expect(await dialog.getByLabel('Name (optional)').inputValue()).toBe('A long name');

    const [tab] = await Promise.all([
      page.context().waitForEvent('page'),
      dialog.getByRole('link', { name: 'sign in in a new tab' }).click(),
    ]);
    await Browser.enter(tab, ANN.email, ANN.password);
    await tab.close();
    await other.close();
    await dialog.getByText('You are signed in again.').waitFor();
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('This secret is shown only now.').waitFor();
    const { items } = await stack.client.get<{ items: object[] }>('/api/webhook-endpoints');
    expect(items).toContainEqual(expect.objectContaining({ url, description: 'A long name' }));
  });
});
