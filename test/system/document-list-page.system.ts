import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { insertDocuments } from '../../bench/lib/documents.mjs';
import { Browser } from '../support/browser.js';
import { Stack } from '../support/stack.js';
import { until } from '../support/until.js';

const HTML = '<img src=x onerror=alert(1)><b>"%22\'&';
const EXACT = '{ "n":1.0,\n "n2":12345678901234567890, "a":{"record_id":"\\u0031","x":1e2},"b":[ ] }';

describe('The list of documents in a browser', () => {
  let stack: Stack;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await Browser.start();
    stack = await Stack.start();
    page = await browser.signIn(stack.service);
  });
  afterAll(async () => {
    await browser?.stop();
    await stack?.stop();
  });
  beforeEach(() => open('/'));

  const open = async (path: string, on = page): Promise<void> => {
    await on.goto(path);
    await on.getByRole('heading', { level: 1, name: 'Documents' }).waitFor();
    await on.locator('.documents tbody tr, .empty').first().waitFor();
  };
  const row = (id: number) => page.locator(`tr[data-id="${id}"]`);
  const drop = (files: [name: string, text: string][]): Promise<void> =>
    page.evaluate(`{
      const dataTransfer = new DataTransfer();
      for (const [name, text] of ${JSON.stringify(files)}) dataTransfer.items.add(new File([text], name));
      document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }`);

  it('says what to do where nothing is, and makes documents of 50 files that are dropped at once', async () => {
    await page.getByText('Drop files anywhere on this page.').waitFor();
    await drop(
      Array.from({ length: 50 }, (_, index) => [`${HTML} ${index}.txt`, `Letter ${index} of fifty`]),
    );
    const dialog = page.getByRole('dialog');
    await dialog.getByText('References to records elsewhere').click();
    await dialog.getByLabel('JSON, kept exactly').fill('{"not": ');
    await dialog.getByRole('button', { name: 'Upload 50 files' }).click();
    await dialog.getByText('This is not a JSON object').waitFor();
    await dialog.getByLabel('JSON, kept exactly').fill(EXACT);
    await dialog.getByRole('button', { name: 'Upload 50 files' }).click();
    await dialog.getByText('50 of 50 uploaded.').waitFor();
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    await page.getByText('50 documents', { exact: true }).waitFor();

    const { items } = await stack.client.get<{ items: { id: number; filename: string }[] }>(
      '/api/documents?limit=200',
    );
    expect(items).toHaveLength(50);
    const refs = await stack.service.fetch(`/api/documents/${items[7]?.id}/external_refs`);
    expect(await refs.text()).toBe(EXACT);
    expect(await page.getByText(HTML).count()).toBe(50);
    expect(await page.evaluate(`document.querySelectorAll('main img, main table b').length`)).toBe(0);
    await Browser.expectNoSidewaysScroll(page);
  });

  it('says of each file why it failed, and tries that one again', async () => {
    await drop([
      ['empty.txt', ''],
      ['full.txt', 'Something'],
    ]);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Upload 2 files' }).click();
    await dialog.getByText('1 of 2 uploaded, 1 failed.').waitFor();
    expect(await dialog.locator('.upload-row', { hasText: 'empty.txt' }).innerText()).toMatch(/empty/);
    await dialog.getByRole('button', { name: 'Try again with empty.txt' }).click();
    await dialog.getByText('1 of 2 uploaded, 1 failed.').waitFor();
    await Browser.expectAccessible(page);
  });

  it('keeps search, filters and order in the address', async () => {
    const { id } = await stack.client.reviewed({ sample: 'invoice-us.pdf' });
    await stack.client.reviewed();
    await open('/');
    await page.keyboard.press('/');
    await page.keyboard.type('invoice');
    await page.waitForURL(/q=invoice/);
    await page.getByText('Any status').click();
    await page.getByRole('group', { name: 'Status' }).getByLabel('Needs Review').check();
    await page.getByLabel('Order').selectOption('Longest unchanged first');
    await page.getByText('More filters').click();
    await page.getByLabel('Contact', { exact: true }).selectOption({ label: 'System' });
    await page.getByLabel('Came by').selectOption('API');
    await page.getByLabel('Came on or after').fill('2020-01-31');
    await page.waitForURL(/from=2020-01-31/);
    const query = new URL(page.url()).search;

    await page.reload();
    await row(id).waitFor();
    expect(new URL(page.url()).search).toBe(query);
    expect(await page.locator('.documents tbody tr').count()).toBe(1);
    expect(await page.getByLabel('Search documents').inputValue()).toBe('invoice');
    expect(await page.getByLabel('Came on or after').inputValue()).toBe('2020-01-31');
    expect(await page.getByLabel('Order').inputValue()).toBe('updated_at');

    await page.getByLabel('Search documents').fill('nothing has this');
    await page.getByText('No document matches').waitFor();
    await page.getByRole('button', { name: 'Show all documents' }).click();
    await page.getByText(/documents shown, there are more/).waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText(/^\d+ documents$/).waitFor();
    expect(page.url()).toMatch(/pages=2/);
    await page.goBack();
    await page.getByText('No document matches').waitFor();
  });

  it('finds the documents of a record elsewhere', async () => {
    const { id } = await stack.client.upload({ refs: '{"crm":{"record_id":"77"}}' });
    await open('/?external_ref=crm:77');
    await row(id).waitFor();
    expect(await page.locator('.documents tbody tr').count()).toBe(1);
    expect(await page.getByLabel('Record elsewhere').inputValue()).toBe('crm:77');
  });

  it('uploads to the contact, the folder and the profile that are chosen, with the references as typed', async () => {
    const made = async (path: string, body: object): Promise<number> =>
      (await stack.service.json<{ id: number }>('POST', path, body)).body.id;
    const contactId = await made('/api/contacts', { name: 'Zenith' });
    await made('/api/folders', { contact_id: contactId, name: 'Letters' });
    const folderId = await made('/api/folders', { contact_id: contactId, name: 'Bills' });
    await made('/api/folders', { contact_id: contactId, name: 'Other' });
    await stack.sql.query(
      `INSERT INTO contacts (name, type) SELECT 'Somebody ' || n, 'Client' FROM generate_series(1, 101) AS n`,
    );
    const profiles = await stack.client.get<{ items: { id: number; name: string }[] }>('/api/profiles');
    const profile = profiles.items.find(({ id }) => id !== 1);

    await open('/');
    await page.getByRole('button', { name: 'Upload…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Drop files here, or choose them').setInputFiles({
      ...{ name: 'chosen.txt', mimeType: 'text/plain', buffer: Buffer.from('A bill of Zenith.') },
    });
    const search = dialog.getByLabel('Find a contact');
    const contact = dialog.getByLabel('Contact', { exact: true });
    const others = contact.getByRole('option', { name: 'Somebody 7' });
    await search.pressSequentially('Zenith');
    await others.first().waitFor({ state: 'detached' });
    for (let count = 0; count < 6; count++) await page.keyboard.press('Backspace');
    await others.first().waitFor({ state: 'attached' });
    await page.keyboard.type('Zen'); // the search is there still
    await others.first().waitFor({ state: 'detached' });
    await contact.selectOption({ label: 'Zenith' });
    await dialog.getByLabel('Folder').selectOption({ label: 'Bills' });
    await dialog.getByLabel('Read as').selectOption({ label: profile?.name ?? '' });
    await dialog.getByText('References to records elsewhere').click();
    const refs = EXACT.replace('"n2"', '"n"');
    await dialog.getByLabel('JSON, kept exactly').fill(refs);
    await dialog.getByRole('button', { name: 'Upload 1 file' }).click();
    await dialog.getByText('1 of 1 uploaded.').waitFor();
    const link = dialog.getByRole('link', { name: 'chosen.txt' });
    const id = Number(/\d+$/.exec((await link.getAttribute('href')) ?? '')?.[0]);
    expect(await stack.client.get(`/api/documents/${id}`)).toMatchObject({
      ...{ filename: 'chosen.txt', source: 'UI' },
      ...{ contact_id: contactId, folder_id: folderId, profile_id: profile?.id },
    });
    expect(await (await stack.service.fetch(`/api/documents/${id}/external_refs`)).text()).toBe(refs);
  });

  it('comes back from a document to the same list, in its order', async () => {
    const ids = await insertDocuments(stack.sql, 60);
    const minutes = (id: number): number => (id * 37) % 101;
    await stack.sql.query(
      `UPDATE documents SET status = 'Missing Info', updated_at = now() - interval '1 day' + id * 37 % 101 * interval '1 minute'
        WHERE id = ANY ($1)`,
      [ids],
    );
    const newest = ids.toSorted((one, other) => other - one);
    const unchanged = ids.toSorted((one, other) => minutes(one) - minutes(other));
    const expectRows = (expected: readonly number[]) =>
      until('these are listed', async () => {
        const rows = await page
          .locator('tr[data-id]')
          .evaluateAll((all) => all.map((each) => Number(each.getAttribute('data-id'))));
        return rows.join() === expected.join();
      });
    await open('/?status=Missing+Info');
    await expectRows(newest.slice(0, 50));
    await page.getByLabel('Order').selectOption('Longest unchanged first');
    await expectRows(unchanged.slice(0, 50));
    await page.getByRole('button', { name: 'Show more' }).click();
    await expectRows(unchanged);
    const { href } = new URL(page.url());
    expect(new URL(href).search).toBe('?status=Missing+Info&sort=updated_at&pages=2');

    await row(unchanged[54] ?? 0)
      .getByRole('link')
      .click();
    await page.getByText(`#${unchanged[54]}`).waitFor();
    await page.locator('.steps [aria-keyshortcuts=j]').click();
    await page.getByText(`#${unchanged[55]}`).waitFor();
    await page.goBack();
    await page.getByText(`#${unchanged[54]}`).waitFor();
    await page.goBack();
    await expectRows(unchanged);
    expect(page.url()).toBe(href);
    await page.reload();
    await expectRows(unchanged);
    await page.goBack(); // as it was before it was sorted
    await expectRows(newest.slice(0, 50));
  });

  it('approves and exports several, and says why one was not', async () => {
    const ids: number[] = [];
    for (let made = 0; made < 4; made++) ids.push((await stack.client.reviewed()).id);
    const [first = 0, second = 0, changed = 0, archived = 0] = ids;
    await stack.service.json('PUT', `/api/documents/${archived}/status`, { status: 'Archived' });
    await open('/');
    for (const id of ids) await row(id).getByRole('checkbox').check();
    await stack.service.json('PATCH', `/api/documents/${changed}`, { notes: 'theirs' });

    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Approve 3 of 4…' }).click();
    await dialog.getByText('Its status is Archived.').waitFor();
    await dialog.getByRole('button', { name: 'Approve 3 documents' }).click();
    await dialog.getByText('2 approved, 2 not.').waitFor();
    await dialog
      .locator('li', { hasText: `#${changed}` })
      .getByText('Somebody has changed it meanwhile.')
      .waitFor();
    await Browser.expectAccessible(page);
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    await row(second).getByText('Approved').waitFor();
    expect(await row(changed).getByRole('checkbox').isChecked()).toBe(true); // what is left to do

    await row(changed).getByRole('checkbox').uncheck();
    await row(archived).getByRole('checkbox').uncheck();
    for (const id of [first, second]) await row(id).getByRole('checkbox').check();
    await stack.service.json('PUT', `/api/documents/${second}/status`, { status: 'Archived' });
    await page.getByRole('button', { name: 'Export 2…' }).click();
    await dialog.getByRole('button', { name: 'Export 2 documents' }).click();
    await dialog.getByText('1 exported, 1 not.').waitFor();
    await dialog
      .locator('li', { hasText: `#${second}` })
      .getByText(/is in Archived and cannot go to Export/)
      .waitFor();
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    await row(first).getByText('Export', { exact: true }).waitFor();
  });

  it('can be gone through with the keyboard, into the documents and on through them', async () => {
    const [{ id: older }, { id: newer }] = [await stack.client.reviewed(), await stack.client.reviewed()];
    await open('/?source=API');
    await page.keyboard.press('j');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('x');
    expect(await row(older).getByRole('checkbox').isChecked()).toBe(true);
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.getByText(`#${newer}`).waitFor();
    await page.locator('.steps [aria-keyshortcuts=j]').waitFor();
    await page.keyboard.press('j');
    await page.getByText(`#${older}`).waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Documents' }).click();
    await page.waitForURL(/source=API/);
  });

  it('offers what one may do, and nothing else', async () => {
    const { body } = await stack.service.json<{ token: string }>('POST', '/api/tokens', {
      name: 'reader',
      scopes: ['read'],
    });
    const reader = await browser.signIn(stack.service, body.token);
    await open('/', reader);
    expect(await reader.getByRole('checkbox').count()).toBe(0);
    expect(await reader.getByRole('button', { name: /Upload|Approve|Export/ }).count()).toBe(0);
    await reader.close();
  });

  it('is accessible in light and dark, and fits on a phone', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 740 });
        await open('/?source=API');
        await page.getByLabel(/^Select all/).check();
        await Browser.expectNoSidewaysScroll(page);
        await Browser.expectAccessible(page);
        await drop([[`${'long'.repeat(40)}.txt`, 'x']]);
        await page.getByRole('dialog').getByRole('button', { name: 'Upload 1 file' }).waitFor();
        await Browser.expectNoSidewaysScroll(page);
        await Browser.expectAccessible(page);
      }
    }
  });

  /** Lets the first `count` requests to there pass, and holds the next ones back. */
  const heldBack = async (path: string, count: number) => {
    let seen = 0;
    let isOver = false;
    await page.route(`**${path}`, async (route) => {
      if (++seen > count) await until('it is let go', () => isOver);
      await route.continue().catch(() => undefined); // the page has given it up
    });
    return {
      held: () => until('one is held back', () => seen > count),
      release: async (): Promise<void> => {
        isOver = true;
        await page.unroute(`**${path}`);
      },
    };
  };

  it('exports hundreds in sets, with progress, and says of each what came of it', async () => {
    const ids = await insertDocuments(stack.sql, 250);
    await open('/?status=Ready&pages=6');
    await page.getByLabel('Select all 250').check();
    const [archived = 0] = ids.slice(-1);
    await stack.service.json('PUT', `/api/documents/${archived}/status`, { status: 'Archived' });
    const { held, release } = await heldBack('/api/exports', 1);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Export 250…' }).click();
    await dialog.getByRole('button', { name: 'Export 250 documents' }).click();
    await held();
    await dialog.getByText('100 of 250…').waitFor();
    expect(await dialog.getByRole('progressbar').getAttribute('value')).toBe('100');
    await release();
    await dialog.getByText('249 exported, 1 not.').waitFor();
    const refused = dialog.getByRole('region', { name: 'Not exported' }).getByRole('listitem');
    expect(await refused.count()).toBe(1);
    await refused.getByText(`#${archived}`).waitFor();
    await dialog.getByText('249 exported', { exact: true }).click();
    expect(await dialog.locator('details li').count()).toBe(249);
    await Browser.expectAccessible(page);
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    const exported = await stack.sql.query(
      `SELECT count(*)::int AS count FROM documents WHERE id = ANY ($1) AND status = 'Export' AND revision = 1`,
      [ids],
    );
    expect(exported.rows).toEqual([{ count: 249 }]);
  });

  it('stops in the middle of hundreds, and says what is done and what is not', async () => {
    const ids = await insertDocuments(stack.sql, 250);
    await open('/?status=Ready&pages=6');
    await page.getByLabel('Select all 250').check();
    const { held, release } = await heldBack('/api/documents/bulk', 1);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Approve 250…' }).click();
    await dialog.getByRole('button', { name: 'Approve 250 documents' }).click();
    await held();
    await dialog.getByRole('button', { name: 'Stop' }).click();
    await release();
    await dialog.getByText('200 approved, 50 not.').waitFor(); // the set that was on its way has arrived
    const left = dialog.getByRole('region', { name: 'Not approved' });
    expect(await left.getByText('Not done: you have stopped it.').count()).toBe(50);
    await Browser.expectAccessible(page);
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    await page.getByText('50 selected').waitFor(); // what is left to do
    const byStatus = await stack.sql.query(
      'SELECT status, count(*)::int AS count FROM documents WHERE id = ANY ($1) GROUP BY status ORDER BY status',
      [ids],
    );
    expect(byStatus.rows).toEqual([
      { status: 'Approved', count: 200 },
      { status: 'Ready', count: 50 },
    ]);
    await page.getByRole('button', { name: 'Clear selection' }).click();
  });

  it('stops an upload, and goes on with what was left without making anything twice', async () => {
    const word = crypto.randomUUID();
    const names = Array.from({ length: 8 }, (_, index) => `${word} ${index}.txt`);
    const { held, release } = await heldBack('/api/documents/upload', 2);
    await drop(names.map((name) => [name, name]));
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Upload 8 files' }).click();
    await held();
    await dialog.getByRole('button', { name: 'Stop' }).click();
    await dialog.getByText('Stopped. Try again: it does not come twice.').first().waitFor();
    await dialog.getByText(/^\d of 8 uploaded, \d failed\.$/).waitFor();
    await Browser.expectAccessible(page);
    await release();
    await dialog.getByRole('button', { name: /^(Upload|Try again with) \d files?$/ }).click();
    await dialog.getByText('8 of 8 uploaded.').waitFor();
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    const made = await stack.sql.query('SELECT filename FROM documents WHERE filename LIKE $1 ORDER BY 1', [
      `${word}%`,
    ]);
    expect(made.rows.map(({ filename }) => filename)).toEqual(names);
  });
});
