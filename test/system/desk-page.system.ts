import { mkdtemp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Browser } from '../support/browser.js';
import { Stack } from '../support/stack.js';
import { until } from '../support/until.js';

const REASON = /\.meta\.json .*Mend the \.meta\.json/;

describe('Intake, settings and audit in a browser', () => {
  let root: string;
  let folder: string;
  let stack: Stack;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 're-desk-'));
    folder = join(root, 'in');
    await mkdir(folder);
    browser = await Browser.start();
    stack = await Stack.start({
      HOT_FOLDERS: folder,
      HOT_FOLDER_SCAN: '100ms',
      HOT_FOLDER_STILL: '100ms',
    });
    page = await browser.signIn(stack.service);
  });
  afterAll(async () => {
    await browser?.stop();
    await stack?.stop();
    await rm(root, { recursive: true, force: true });
  });

  /** @param shown what is there when the page is whole */
  const open = async (path: string, shown: string): Promise<void> => {
    await page.goto(path);
    await page.getByRole('main').getByText(shown).first().waitFor();
  };
  const dialog = () => page.getByRole('dialog');

  it('tells why a file failed, and takes it in when it is mended and tried again', async () => {
    await open('/intake', 'Nothing has arrived yet');
    await writeFile(join(folder, 'letter.txt.meta.json'), '{');
    await writeFile(join(folder, 'letter.txt.part'), 'A letter.');
    await rename(join(folder, 'letter.txt.part'), join(folder, 'letter.txt'));
    await until('it failed', async () => {
      const { items } = await stack.client.get<{ items: { result: string }[] }>('/api/intake');
      return items[0]?.result === 'failed';
    });
    await open('/intake', 'letter.txt');
    await page.getByRole('cell', { name: REASON }).waitFor();
    await Browser.expectAccessible(page);

    const failed = await readdir(join(folder, 'failed'), { recursive: true });
    const sidecar = failed.find((name) => name.endsWith('.meta.json'));
    await writeFile(join(folder, 'failed', sidecar ?? ''), '{}');
    await page.getByRole('button', { name: 'Try again: letter.txt' }).click();
    await page.getByRole('row', { name: /letter\.txt.*Taken in/ }).waitFor(); // by itself
    await page.getByLabel('Result').selectOption('Taken in');
    await page.waitForURL(/result=accepted/);
    await page.getByRole('link', { name: /^Document \d+$/ }).click();
    await page.getByRole('heading', { level: 1, name: 'letter.txt' }).waitFor();
  });

  it('adds a contact and its folder, and says why a contact is kept', async () => {
    await open('/settings', 'System');
    await page.getByRole('button', { name: 'Add a contact' }).click();
    await dialog().getByLabel('Name').fill('Acme <b>Ltd</b>');
    await dialog().getByLabel('E-mail').fill('office@acme.example');
    await Browser.expectAccessible(page);
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Acme <b>Ltd</b>' }).waitFor();
    await page.getByRole('button', { name: 'Add a folder' }).click();
    await dialog().getByLabel('Name').fill('Invoices');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Invoices' }).waitFor();

    const contactId = Number(/contacts\/(\d+)$/.exec(page.url())?.[1]);
    const { items } = await stack.client.get<{ items: { id: number; name: string }[] }>(
      `/api/folders?contact_id=${contactId}`,
    );
    const { status } = await stack.service.json('POST', '/api/documents/upload', {
      ...{ filename: 'a.txt', content_base64: Buffer.from('An invoice.').toString('base64') },
      ...{ contact_id: contactId, folder_id: items.find(({ name }) => name === 'Invoices')?.id },
    });
    expect(status).toBe(201);
    const contactPage = page.url();
    await page.getByRole('link', { name: 'Invoices' }).click();
    await page.waitForURL(/contact_id=/); // the link names the folder alone
    await page.getByLabel('Folder').getByText('Invoices').waitFor({ state: 'attached' });
    const rows = page.locator('.documents tbody tr');
    await until('its document alone is listed', async () =>
      (await rows.allInnerTexts()).join().includes('a.txt'),
    );
    expect(await rows.count()).toBe(1);
    await open(contactPage, 'Invoices');
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await dialog().getByRole('button', { name: 'Delete the contact' }).click();
    await dialog().getByRole('alert').getByText('documents').waitFor();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await Browser.expectAccessible(page);
  });

  it('shows a token once, which is good until it is revoked', async () => {
    await open('/settings/tokens', 'Create a token');
    await page.getByRole('button', { name: 'Create a token' }).click();
    await dialog().getByLabel('Name').fill('zapier');
    await dialog().getByRole('button', { name: 'Create' }).click();
    const secret = await dialog().locator('.secret').innerText();
    await Browser.expectAccessible(page);
    await dialog().getByRole('button', { name: 'Done' }).click();
    expect(await page.content()).not.toContain(secret);
    const status = async (path: string): Promise<number> =>
      (await fetch(stack.service.url + path, { headers: { authorization: `Bearer ${secret}` } })).status;
    expect([await status('/api/documents'), await status('/api/tokens')]).toEqual([200, 403]);

    await page.getByRole('button', { name: 'Revoke zapier' }).click();
    await dialog().getByRole('button', { name: 'Revoke the token' }).click();
    await page.getByRole('button', { name: 'Revoke zapier' }).waitFor({ state: 'detached' });
    expect(await status('/api/documents')).toBe(401);
    await Browser.expectAccessible(page);
  });

  it('creates a profile with a field, and leaves the built-in ones alone', async () => {
    await open('/settings/profiles', 'Built in');
    await Browser.expectAccessible(page);
    await page.getByRole('link', { name: 'Create a profile' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Rent');
    await page.getByLabel('Label').fill('Start of tenancy');
    await page.getByLabel('Type').selectOption('Date');
    await page.getByLabel('Also called').fill('From, on\nBeginning');
    await page.getByLabel('Required').check();
    await page.getByLabel('amount', { exact: true }).check();
    await Browser.expectAccessible(page);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Rent', exact: true }).click();
    await page.getByLabel('Description', { exact: true }).fill('The first day');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    const { items } = await stack.client.get<{ items: object[] }>('/api/profiles?name=Rent');
    expect(items).toMatchObject([
      {
        fields: [
          {
            ...{ key: 'start_of_tenancy', label: 'Start of tenancy', type: 'date', required: true },
            ...{ aliases: ['From, on', 'Beginning'], description: 'The first day' },
          },
        ],
        line_item_columns: [{ key: 'amount', label: 'Amount' }],
      },
    ]);
    await open('/settings/profiles/1', 'This profile is built in');
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
    await Browser.expectAccessible(page);
  });

  it('finds who changed a status by a part of the name', async () => {
    const { id } = await stack.client.reviewed();
    await stack.service.json('PUT', `/api/documents/${id}/status`, { status: 'Approved' });
    await open('/audit', 'Approved');
    await Browser.expectAccessible(page);
    await page.getByLabel('Search who and what').fill('OOTSTR');
    await page.getByLabel('What was done', { exact: true }).selectOption('Documents: status');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.waitForURL(/q=OOTSTR/);
    await page
      .getByRole('row', { name: /Needs Review → Approved/ })
      .first()
      .waitFor();
    await page
      .getByRole('link', { name: `Document ${id}` })
      .first()
      .click();
    await page.waitForURL(/\/documents\//);
    await open('/audit?q=nobody-at-all', 'Nothing like that was done');
  });

  it('shows what a reader may do alone, and fits a telephone in the dark', async () => {
    const { body } = await stack.service.json<{ token: string }>('POST', '/api/tokens', {
      name: 'reader',
      scopes: ['read'],
    });
    const reader = await browser.signIn(stack.service, body.token, {
      viewport: { width: 360, height: 740 },
      colorScheme: 'dark',
    });
    const paths: [path: string, shown: string][] = [
      ['/intake', 'letter.txt'],
      ['/settings/contacts', 'System'],
      ['/settings/profiles/1', 'Columns of line items'],
      ['/settings/tokens', 'This is for administrators'],
      ['/audit', 'This is for administrators'],
    ];
    for (const [path, shown] of paths) {
      await reader.goto(path);
      await reader.getByRole('main').getByText(shown).first().waitFor();
      expect(await reader.getByRole('button', { name: /Add|Create|Save|Delete|Try/ }).count()).toBe(0);
      await Browser.expectNoSidewaysScroll(reader);
      await Browser.expectAccessible(reader);
    }
    await page.setViewportSize({ width: 360, height: 740 });
    for (const [path, shown] of [
      ['/settings/users', 'Users'],
      ['/settings/tokens', 'reader'],
      ['/settings/profiles/new', 'Field 1'],
      ['/audit', 'Approved'],
    ] as const) {
      await open(path, shown);
      await Browser.expectNoSidewaysScroll(page);
      await Browser.expectAccessible(page);
    }
  });
});
