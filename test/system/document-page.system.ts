import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { Browser } from '../support/browser.js';
import { pdfWith } from '../support/pdf-with.js';
import { freePort } from '../support/service.js';
import { Stack } from '../support/stack.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const HTML = '<img src=x onerror=alert(1)><script>alert(2)</script>"\'&';
const EXACT = '{ "n":1.0,\r\n "n":12345678901234567890, "a":{"record_id":"\\u0031","x":1e2},"b":[ ] }';

describe('The document page in a browser', () => {
  let stack: Stack;
  let receiver: WebhookReceiver;
  /** Another site, by its name. */
  let crm: WebhookReceiver;
  let browser: Browser;
  let page: Page;
  let base: string;

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    crm = await WebhookReceiver.start();
    browser = await Browser.start();
    const port = await freePort();
    base = `http://127.0.0.1:${port}/records`;
    const settings = { PUBLIC_BASE_URL: base, FRAME_ANCESTORS: crmUrl(crm).origin };
    stack = await Stack.start({ PORT: String(port), ...settings });
    await stack.client.endpoint(receiver.url, { description: 'The CRM' });
    page = await browser.signIn(stack.service);
  });
  afterAll(async () => {
    await browser?.stop();
    await stack?.stop();
    await receiver?.stop();
    await crm?.stop();
  });

  const open = async (id: number, on = page): Promise<void> => {
    await on.goto(`${base}/documents/${id}`);
    await on.getByRole('heading', { level: 1 }).waitFor();
    await on.getByRole('heading', { name: 'History' }).waitFor();
  };
  const card = (name: string): Locator => page.getByRole('region', { name, exact: true });
  const upload = async (content: Uint8Array | string, filename: string): Promise<number> => {
    const { status, body, text } = await stack.service.json<{ id: number }>('POST', '/api/documents/upload', {
      filename,
      content_base64: Buffer.from(content).toString('base64'),
      contact_id: 1,
      folder_id: 1,
    });
    if (status !== 201) throw new Error(text);
    return body.id;
  };
  const refsOf = async (id: number): Promise<string> =>
    (await stack.service.fetch(`/api/documents/${id}/external_refs`)).text();

  it('is reached from a CRM through a login, approves, exports, and shows the delivery arrive', async () => {
    const { id } = await stack.client.reviewed({ sample: 'invoice-us.pdf' });
    const { doc_url: link } = await stack.client.get<{ doc_url: string }>(`/api/documents/${id}`);
    const visitor = await browser.open(stack.service);
    await visitor.goto(link);
    await Browser.fillLogin(visitor);
    expect(visitor.url()).toBe(link);

    await visitor.getByRole('heading', { level: 1, name: 'invoice-us.pdf' }).waitFor();
    await visitor.getByText('PO number').waitFor();
    await visitor.locator('.pdf-page canvas').waitFor();
    await visitor.getByRole('button', { name: 'Approve' }).click();
    await visitor.locator('h1 + .badges', { hasText: 'Approved' }).waitFor();

    receiver.answer(500);
    await visitor.getByRole('button', { name: 'Export' }).click();
    const delivery = visitor.locator('.deliveries > li');
    await delivery.getByText('Waiting').waitFor(); // told by the service, without a reload
    await delivery.getByText('status 500').waitFor();
    await delivery.getByText('answer 500').waitFor();
    receiver.answer(200);
    await visitor.getByRole('button', { name: 'Send now' }).click();
    await delivery.locator('.badge.green', { hasText: 'Delivered' }).waitFor();
    await visitor.close();
  });

  it('becomes ready before the eyes of who opens it early', async () => {
    const id = await upload(`A note. ${crypto.randomUUID()}`, 'early.txt');
    await open(id);
    await page.locator('h1 + .badges', { hasText: 'Needs Review' }).waitFor();
    await page.getByText('A note.').first().waitFor();
  });

  it('shows both when two people have changed the same, and loses nothing of either', async () => {
    const { id } = await stack.client.reviewed({ sample: 'invoice-us.pdf' });
    await open(id);
    await card('Fields').getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByLabel('Vendor').fill('Mine Ltd');
    await page.getByLabel('PO number').fill('PO-1');
    const { extracted_fields: fields } = await stack.client.get<{ extracted_fields: Record<string, string> }>(
      `/api/documents/${id}`,
    );
    await stack.service.json('PATCH', `/api/documents/${id}`, {
      notes: 'theirs',
      extracted_fields: { ...fields, vendor: 'Theirs Ltd', tax: '1.00' },
    });
    await page.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Mine Ltd').waitFor();
    await dialog.getByText('Theirs Ltd').waitFor();
    await Browser.expectAccessible(page);
    await dialog.getByLabel('Theirs').check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.locator('.key-facts', { hasText: 'Theirs Ltd' }).waitFor();
    const after = await stack.client.get<object>(`/api/documents/${id}`);
    expect(after).toMatchObject({
      notes: 'theirs',
      extracted_fields: { ...fields, vendor: 'Theirs Ltd', po_number: 'PO-1', tax: '1.00' },
    });
  });

  it('edits references to the byte', async () => {
    const { id, version } = await stack.client.reviewed({ refs: EXACT });
    await open(id);
    const references = card('References');
    await references.getByText('12345678901234567890').waitFor();
    const edit = async (): Promise<void> =>
      references.getByRole('button', { name: 'Edit', exact: true }).click();

    await edit();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await refsOf(id)).toBe(EXACT);
    expect((await stack.client.get<{ version: number }>(`/api/documents/${id}`)).version).toBe(version);

    await edit();
    const text = page.getByRole('dialog').locator('textarea');
    await text.fill((await text.inputValue()).replace('1e2', '1e3'));
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await refsOf(id)).toBe(EXACT.replace('1e2', '1e3'));

    await edit();
    await text.fill((await text.inputValue()).replace('1e3', '1e4'));
    await stack.service.fetch(`/api/documents/${id}/external_refs`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"theirs": 1.50}',
    });
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByLabel('Their references').getByText('{"theirs": 1.50}').waitFor();
    expect(await refsOf(id)).toBe('{"theirs": 1.50}');
    await page.getByRole('dialog').getByRole('button', { name: 'Replace theirs with mine' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await refsOf(id)).toBe(EXACT.replace('1e2', '1e4'));
  });

  it('takes a new version, and shows the one before', async () => {
    const { id } = await stack.client.reviewed({ sample: 'invoice-us.pdf' });
    await open(id);
    await page.getByText('More', { exact: true }).click();
    await page.getByRole('button', { name: 'Upload a new version…' }).click();
    const buffer = Buffer.from('The second letter.');
    await page
      .getByLabel('File', { exact: true })
      .setInputFiles({ name: '<b>.txt', mimeType: 'text/plain', buffer });
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    await page.getByRole('region', { name: 'Text of the file' }).getByText('The second letter.').waitFor();
    await page.getByRole('button', { name: 'Show version 1' }).click();
    await page.getByRole('heading', { name: 'Version 1' }).waitFor();
    await page.locator('.pdf-page canvas').waitFor();
  });

  it('moves to a folder of another contact', async () => {
    const made = async (path: string, body: object): Promise<number> =>
      (await stack.service.json<{ id: number }>('POST', path, body)).body.id;
    const contactId = await made('/api/contacts', { name: 'Globex' });
    const folderId = await made('/api/folders', { contact_id: contactId, name: 'Letters' });
    const { id } = await stack.client.reviewed();
    await open(id);
    await page.getByRole('button', { name: 'Move…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Contact', { exact: true }).selectOption('Globex');
    await dialog.getByLabel('Folder').selectOption('Letters');
    await Browser.expectAccessible(page);
    await dialog.getByRole('button', { name: 'Move', exact: true }).click();
    await page.locator('.meta').getByText('Letters').waitFor();
    expect(await stack.client.get(`/api/documents/${id}`)).toMatchObject({
      contact_id: contactId,
      folder_id: folderId,
    });
  });

  it('finds the other documents of a record', async () => {
    const refs = '{"crm":{"record_id":"77","record_type":"Deal"}}';
    const [{ id: first }, { id: second }] = [
      await stack.client.upload({ refs }),
      await stack.client.upload({ refs }),
    ];
    await open(first);
    await page.getByRole('button', { name: /^Find others/ }).click();
    await page.getByRole('dialog').locator(`a[href$="/documents/${second}"]`).click();
    await page.getByText(`#${second}`).waitFor();
  });

  it('shows whatever a document holds as text, and links records by http and https alone', async () => {
    const { id } = await stack.client.reviewed();
    const changed = await stack.service.json('PATCH', `/api/documents/${id}`, {
      filename: `bill ${HTML}.txt`,
      notes: HTML,
      doc_type: HTML,
      extracted_fields: { [HTML]: HTML, vendor: 'Müller' },
      custom_fields: { [HTML]: HTML },
      line_items: [{ description: HTML }],
      external_refs: {
        salesforce: {
          record_id: '001Qy',
          record_type: 'Deal',
          record_url: 'https://crm.example/1?a=1&b="2"',
        },
        evil: { record_id: 'x', record_url: 'javascript:alert(1)' },
        spaced: { record_id: 'x', record_url: ' java\tscript:alert(1)' },
        data: { record_id: 'x', record_url: 'data:text/html,<script>alert(1)</script>' },
        [HTML]: { record_id: HTML, record_type: HTML },
        plain: [1, HTML],
      },
    });
    expect(changed.status).toBe(200);
    await stack.sql.query('UPDATE documents SET ai_summary = $1, status_reason = $1 WHERE id = $2', [
      HTML,
      id,
    ]);
    await open(id);
    await page.getByText('javascript:alert(1)', { exact: true }).waitFor();
    expect(await page.evaluate(`document.querySelectorAll('main img, main script').length`)).toBe(0);
    const hrefs = await page.evaluate<string[]>(`[...document.links].map((link) => link.href)`);
    expect(hrefs.filter((href) => !/^https?:/.test(href))).toEqual([]);
    const link = page.locator('a[href^="https://crm.example/1"]');
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    expect(await page.getByText(HTML).count()).toBeGreaterThanOrEqual(8);
    await Browser.expectNoSidewaysScroll(page);
  });

  it('runs nothing of what was uploaded', async () => {
    const script = '<script>document.title = "taken"; parent.alert("taken")</script>';
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>`;
    const pdf = await pdfWith(1, (document) => {
      const action = document.ref({ S: 'JavaScript', JS: new String('app.alert("taken")') });
      (document as unknown as { _root: { data: Record<string, unknown> } })._root.data['OpenAction'] = action;
      action.end({});
    });
    const ids = [
      await upload(`<html><body>${script}Hello</body></html>`, 'page.html'),
      await upload(svg, 'picture.svg'),
      await upload(pdf, 'script.pdf'),
    ];
    for (const id of ids) {
      await open(id);
      expect(await page.title()).not.toBe('taken');
      const probe = await browser.signIn(stack.service);
      await probe.goto(`${base}/api/documents/${id}/file`).catch(() => undefined); // a download is no page
      expect(await probe.title()).not.toBe('taken');
      await probe.close();
    }
    await page.locator('.pdf-page canvas').waitFor();
  });

  it('opens a long PDF at its first page, and draws no more than is seen', async () => {
    const id = await upload(await pdfWith(300), 'long.pdf');
    await open(id);
    await page.locator('.pdf-page canvas').first().waitFor();
    expect(await page.locator('.pdf-page').count()).toBe(300);
    await page.getByRole('spinbutton').fill('250');
    await page.keyboard.press('Enter');
    await page.locator('[data-page="250"] canvas').waitFor();
    expect(await page.locator('.pdf-page canvas').count()).toBeLessThan(12);
    await page.locator('[data-page="250"] .text-layer', { hasText: 'Page 250' }).waitFor();
  });

  it('offers what one may do, and nothing else', async () => {
    const { id } = await stack.client.reviewed();
    const { body } = await stack.service.json<{ token: string }>('POST', '/api/tokens', {
      name: 'reader',
      scopes: ['read'],
    });
    const reader = await browser.signIn(stack.service, body.token);
    await open(id, reader);
    await reader.getByText('It belongs to no record elsewhere.').waitFor();
    const offered = await reader.getByRole('main').getByRole('button').allInnerTexts();
    expect(offered.filter((text) => /approve|export|edit|move|more|missing|archive/i.test(text))).toEqual([]);
    await reader.close();
  });

  it('says that a document is deleted, and that one never was', async () => {
    const { id } = await stack.client.upload();
    await stack.service.fetch(`/api/documents/${id}`, { method: 'DELETE' });
    expect((await page.goto(`${base}/documents/${id}`))?.status()).toBe(410);
    await page.getByText(`Document ${id} has been deleted.`).waitFor();
    expect((await page.goto(`${base}/documents/999999`))?.status()).toBe(404);
  });

  it('can be used with the keyboard alone', async () => {
    const [{ id: older }, { id: newer }] = [await stack.client.reviewed(), await stack.client.reviewed()];
    await open(newer);
    await page.locator('.steps [aria-keyshortcuts=j]').waitFor();
    await page.keyboard.press('j');
    await page.getByText(`#${older}`).waitFor();
    await page.locator('.steps [aria-keyshortcuts=k]').waitFor();
    await page.keyboard.press('k');
    await page.getByText(`#${newer}`).waitFor();
    await page.keyboard.press('Tab'); // into the page
    await page.keyboard.press('a');
    await page.locator('h1 + .badges', { hasText: 'Approved' }).waitFor();
    await page.keyboard.press('e');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Enter'); // the focus is on the button
    await page.locator('h1 + .badges', { hasText: 'Export' }).waitFor();
    const said: string[] = [];
    await until('the focus has come to the button that reopens', async () => {
      await page.keyboard.press('Tab');
      said.push(await page.evaluate<string>(`document.activeElement.textContent`));
      return said.at(-1) === 'Reopen';
    });
    await page.keyboard.press('Enter');
    await page.locator('h1 + .badges', { hasText: 'Needs Review' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByLabel('Single keys do that').uncheck();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('a');
    await page.getByRole('button', { name: 'Approve' }).waitFor(); // as it was
    await page.evaluate(`localStorage.clear()`);
  });

  it('is accessible in light and dark, and fits on a phone', async () => {
    const { id } = await stack.client.reviewed({
      sample: 'invoice-gb-two-pages.pdf',
      refs: '{"salesforce":{"record_id":"001Qy00000BnXt2IAF","record_url":"https://crm.example/001"},"erp":[1.0]}',
    });
    await stack.client.deliveryOf(await stack.client.export(id), 'delivered');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 740 });
        await open(id);
        await page.locator('.pdf-page .text-layer').first().waitFor();
        await Browser.expectNoSidewaysScroll(page);
        await Browser.expectAccessible(page);
      }
    }
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('button', { name: 'Reopen' }).click();
    await page.locator('h1 + .badges', { hasText: 'Needs Review' }).waitFor(); // until then only the notes are edited
    await card('Fields').getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByLabel('Vendor').waitFor();
    await Browser.expectNoSidewaysScroll(page);
    await Browser.expectAccessible(page);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('is a card in a frame of the CRM, without a login that would come back', async () => {
    const { id } = await stack.client.upload();
    crm.answer((_, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<iframe title="document" src="${base}/documents/${id}" width="400" height="300"></iframe>`),
    );
    const visitor = await browser.signIn(stack.service);
    await visitor.goto(crmUrl(crm).href);
    const link = visitor.frameLocator('iframe').getByRole('link', { name: 'Open in a new tab' });
    await link.waitFor();
    const [tab] = await Promise.all([visitor.context().waitForEvent('page'), link.click()]);
    await tab.getByRole('heading', { name: 'note.txt' }).waitFor();
    await visitor.context().close();
  });
});

function crmUrl({ url }: WebhookReceiver): URL {
  return new URL(Browser.onAnotherSite(url));
}
