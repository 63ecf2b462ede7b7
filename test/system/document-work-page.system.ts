import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { Browser } from '../support/browser.js';
import type { DeliveryBody, DocumentBody } from '../support/client.js';
import { Stack } from '../support/stack.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const EXACT = '{ "n":1.0,\r\n "n":12345678901234567890,\t"crm":{"record_id":"00 7\\u0031","x":1e2} }';
/** Of who looks at it. */
const READER = { locale: 'en-GB', timezoneId: 'Asia/Tokyo' };

interface Full extends DocumentBody {
  exported_at: string;
  doc_url: string;
  confidence_score: number;
  confidence_label: string;
  extracted_fields: Record<string, string>;
  line_items: Record<string, string>[];
}

describe('Work on a document in a browser', () => {
  let stack: Stack;
  let receiver: WebhookReceiver;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    browser = await Browser.start();
    stack = await Stack.start({ WEBHOOK_RETRY_SCHEDULE: '40m,2h' });
    await stack.client.endpoint(receiver.url, { description: 'The CRM' });
    const permissions = ['clipboard-read', 'clipboard-write'];
    page = await browser.signIn(stack.service, undefined, { ...READER, permissions });
  });
  afterAll(async () => {
    await browser?.stop();
    await stack?.stop();
    await receiver?.stop();
  });

  const open = async (id: number): Promise<void> => {
    await page.goto(`/documents/${id}`);
    await page.getByRole('heading', { name: 'History' }).waitFor();
  };
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
  const fields = (): Locator => page.getByRole('region', { name: 'Fields', exact: true });
  const dialog = (): Locator => page.getByRole('dialog');
  const behindMore = async (name: string): Promise<void> => {
    await page.getByText('More', { exact: true }).click();
    await button(name).click();
  };
  const isIn = (status: string): Promise<void> =>
    page.locator('h1 + .badges').getByText(status, { exact: true }).waitFor();
  const get = (id: number): Promise<Full> => stack.client.get<Full>(`/api/documents/${id}`);
  const upload = async (content: Uint8Array, filename: string): Promise<number> => {
    const { body } = await stack.service.json<{ id: number }>('POST', '/api/documents/upload', {
      ...{ filename, content_base64: Buffer.from(content).toString('base64') },
      ...{ contact_id: 1, folder_id: 1 },
    });
    return body.id;
  };
  const moment = (iso: string): string =>
    new Intl.DateTimeFormat(READER.locale, {
      ...{ dateStyle: 'medium', timeStyle: 'short', timeZone: READER.timezoneId },
    }).format(new Date(iso));

  it('says what is missing and why, takes it back, is ready, is put away, and is opened again', async () => {
    const { id } = await stack.client.reviewed();
    await open(id);
    await button('Missing info…').click();
    await dialog().getByLabel('For whoever resolves it').fill('The order number,\nand <b>who</b> signed it');
    await dialog().getByRole('button', { name: 'Mark as missing info' }).click();
    await isIn('Missing Info');
    const reason = page.locator('.document-header .note');
    expect(await reason.textContent()).toBe('The order number,\nand <b>who</b> signed it');
    expect(await button('Approve').count()).toBe(0);
    await page.getByRole('link', { name: 'Documents', exact: true }).first().click();
    await page.locator(`tr[data-id="${id}"] .reason`, { hasText: 'who' }).waitFor();
    await page.goBack();
    await button('Reopen').click();
    await isIn('Needs Review');
    await reason.waitFor({ state: 'detached' });

    await behindMore('Mark as ready');
    await isIn('Ready');
    await behindMore('Archive');
    await isIn('Archived');
    await button('Edit notes').waitFor();
    expect(await button('Move…').count()).toBe(0);
    await button('Reopen').click();
    await isIn('Needs Review');
    await fields().getByRole('button', { name: 'Edit', exact: true }).waitFor();
  });

  it('does nothing to what somebody else has changed meanwhile, and shows that instead', async () => {
    const { id } = await stack.client.reviewed({ sample: 'receipt.txt' });
    await open(id);
    await stack.service.json('PATCH', `/api/documents/${id}`, { notes: 'Do not approve this.' });
    await button('Approve').click();
    await page.getByText('Somebody has changed this document meanwhile.').waitFor();
    await page.getByText('Do not approve this.', { exact: true }).waitFor();
    expect(await get(id)).toMatchObject({ status: 'Needs Review' });
    await button('Approve').click();
    await isIn('Approved');
  });

  it('keeps the reason that was typed when somebody else was faster, and takes it the next time', async () => {
    const { id } = await stack.client.reviewed({ sample: 'receipt.txt' });
    await open(id);
    await button('Missing info…').click();
    await page.getByLabel('For whoever resolves it').fill('Which project?');
    await stack.service.json('PATCH', `/api/documents/${id}`, { notes: 'It is for the bridge.' });
    await button('Mark as missing info').click();
    await page.getByRole('alert').getByText('Somebody has changed this document meanwhile.').waitFor();
    await button('Mark as missing info').click();
    await isIn('Missing Info');
    expect(await get(id)).toMatchObject({ status_reason: 'Which project?', notes: 'It is for the bridge.' });
  });

  it('is read again before the eyes of who asked for it', async () => {
    const { id } = await stack.client.reviewed({ sample: 'invoice-us.pdf' });
    const { extracted_fields: read } = await get(id);
    await stack.service.json('PATCH', `/api/documents/${id}`, {
      extracted_fields: { ...read, vendor: 'Misread Ltd' },
      line_items: [],
    });
    await open(id);
    const facts = page.locator('.key-facts');
    await facts.getByText('Misread Ltd').waitFor();
    await behindMore('Read again');
    await facts.getByText(read['vendor'] ?? '', { exact: true }).waitFor();
    await isIn('Needs Review');
    await page.getByRole('cell', { name: 'Douglas fir beam' }).waitFor();
    expect(await facts.getByText('Misread Ltd').count()).toBe(0);
  });

  it('has its line items changed, added to and taken from, while letters are only letters', async () => {
    const { id } = await stack.client.reviewed({ sample: 'invoice-us.pdf' });
    const { line_items: read } = await get(id);
    await open(id);
    await fields().getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByLabel('Quantity of item 2').fill('47');
    await button('Remove item 5').click();
    await button('Remove item 1').click();
    await button('Add an item').click();
    await page.getByLabel('Description of item 4').pressSequentially('ae j?'); // keys of the page
    await page.getByLabel('Amount of item 4').fill('0.50');
    await button('Save').click();
    await page.getByRole('region', { name: 'Line items' }).getByText('ae j?').waitFor();
    const expected = [
      { ...read[1], quantity: '47' },
      read[2],
      read[3],
      { description: 'ae j?', quantity: '', unit_price: '', amount: '0.50' },
    ];
    expect(await get(id)).toMatchObject({ status: 'Needs Review', line_items: expected });
    const shown = page.getByRole('region', { name: 'Line items' }).locator('tbody tr');
    const cells = (await shown.all()).map((row) => row.locator('td').allTextContents());
    expect(await Promise.all(cells)).toEqual(expected.map((item) => Object.values(item ?? {})));
  });

  it('shows both when two people have changed the line items', async () => {
    const { id } = await stack.client.reviewed({ sample: 'invoice-us.pdf' });
    const { line_items: read } = await get(id);
    await open(id);
    await fields().getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByLabel('Description of item 1').fill('Mine');
    const theirs = [{ ...read[0], description: 'Theirs' }];
    await stack.service.json('PATCH', `/api/documents/${id}`, { line_items: theirs, notes: 'theirs, too' });
    await button('Save').click();
    await dialog()
      .getByText(/^Mine {2}·/)
      .waitFor();
    await dialog()
      .getByText(/^Theirs {2}·/)
      .waitFor();
    await dialog().getByRole('button', { name: 'Back to editing' }).click();
    expect(await page.getByLabel('Description of item 1').inputValue()).toBe('Mine');
    expect(await get(id)).toMatchObject({ line_items: theirs });
    await button('Save').click();
    await dialog().getByLabel('Yours').check();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByRole('region', { name: 'Line items' }).getByText('Mine', { exact: true }).waitFor();
    expect(await get(id)).toMatchObject({
      line_items: [{ ...read[0], description: 'Mine' }, ...read.slice(1)],
      notes: 'theirs, too',
    });
  });

  it.each(['png', 'jpeg'] as const)(
    'shows a picture (%s), and says when it is a broken one',
    async (type) => {
      const canvas = createCanvas(320, 120);
      const context = canvas.getContext('2d');
      context.fillStyle = 'white';
      context.fillRect(0, 0, 320, 120);
      const bytes = await (type === 'png' ? canvas.encode('png') : canvas.encode('jpeg'));
      await open(await upload(bytes, `picture.${type}`));
      const image = page.getByRole('img', { name: `The file picture.${type}` });
      await image.waitFor();
      await page.waitForFunction(`document.querySelector('.preview img').complete`);
      expect(await image.evaluate((each) => (each as unknown as { naturalWidth: number }).naturalWidth)).toBe(
        320,
      );
      await open(await upload(bytes.subarray(0, 40), `broken.${type}`));
      await page.getByText('This image cannot be shown').waitFor();
    },
  );

  it('shows the text of a file as it was read', async () => {
    const { id } = await stack.client.reviewed({ sample: 'receipt.txt' });
    await open(id);
    const shown = page.getByRole('region', { name: 'Text of the file' });
    await shown.waitFor();
    const read = await stack.service.fetch(`/api/documents/${id}/text`);
    expect(await shown.textContent()).toBe(await read.text());
    expect(await shown.textContent()).toMatch(/Subtitles, episode 1 \(English\) +42 +11\.50 +483\.00\n/);
  });

  it('shows how sure the reading is, which revision went out, and when it is tried again', async () => {
    const { id } = await stack.client.reviewed({ sample: 'invoice-us.pdf' });
    for (const [score, label, colour] of [
      [93, 'High', 'green'],
      [38, 'Poor', 'red'],
    ] as const) {
      await stack.sql.query('UPDATE documents SET confidence_score = $1 WHERE id = $2', [score, id]);
      await open(id);
      await page.locator(`h1 + .badges .badge.${colour}`).getByText(`${label} ${score}`).waitFor();
    }
    receiver.answer(200);
    await stack.client.deliveryOf(await stack.client.export(id), 'delivered');
    receiver.answer(503);
    await open(id);
    await page.getByRole('heading', { name: 'Revision 1' }).waitFor();
    await page.keyboard.press('e');
    await dialog().getByText('as revision 2.').waitFor();
    await dialog().getByRole('button', { name: 'Export' }).click();
    await page.locator('.deliveries').getByText('status 503').waitFor();
    const { exported_at: exportedAt } = await get(id);
    await page
      .locator('.meta')
      .getByText(`revision 2, ${moment(exportedAt)}`)
      .waitFor();
    const newest = page.locator('.revision').first();
    expect(await newest.getByRole('heading').innerText()).toBe(`Revision 2 ${moment(exportedAt)}`);
    const [delivery] = await stack.client.deliveries(`document_id=${id}&state=pending`);
    const { next_attempt_at: next } = delivery as DeliveryBody & { next_attempt_at: string };
    const time = newest.locator('time');
    expect([await time.getAttribute('datetime'), await time.getAttribute('title')]).toEqual([
      next,
      moment(next),
    ]);
    const [, minutes] = /^in (\d+) minutes$/.exec(await time.innerText()) ?? [];
    expect(Math.abs(Number(minutes) - (Date.parse(next) - Date.now()) / 60_000)).toBeLessThan(1);
    receiver.answer(200);
  });

  it.each([
    ['with the clipboard of the browser', false],
    ['without https, where there is none', true],
  ])('copies the very text, %s', async (_, isMissing) => {
    const { id } = await stack.client.reviewed({ refs: EXACT });
    const { doc_url: link } = await get(id);
    await open(id);
    const hide = `Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })`;
    if (isMissing) await page.evaluate(hide);
    const copied = async (name: string): Promise<string> => {
      await page.getByRole('button', { name }).click();
      await page.getByRole('button', { name: name.replace(/^Copy( link| JSON)?/, 'Copied') }).waitFor();
      return page.evaluate<string>(
        `Object.getOwnPropertyDescriptor(Navigator.prototype, 'clipboard').get.call(navigator).readText()`,
      );
    };
    expect(await copied('Copy link to this document')).toBe(link);
    expect(await copied('Copy JSON of all references')).toBe(EXACT);
    expect(await copied('Copy the record id of crm')).toBe('00 71');

    await page.goto('/settings/tokens');
    await button('Create a token').click();
    if (isMissing) await page.evaluate(hide);
    await dialog()
      .getByLabel('Name')
      .fill(`copied ${String(isMissing)}`);
    await dialog().getByRole('button', { name: 'Create' }).click();
    const secret = await dialog().locator('.secret').innerText();
    expect(await copied('Copy the token')).toBe(secret);
  });
});
