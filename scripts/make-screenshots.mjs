// `node scripts/make-screenshots.mjs`: every page of the console, light and dark, into docs/screenshots. Needs Chromium
// (CHROMIUM, or /usr/bin/chromium). Not compared by CI: dates and fonts of the machine are in the pictures.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { ensureBuilt } from './build.mjs';
import { Client } from './demo/client.mjs';
import { Receiver } from './demo/receiver.mjs';
import { Stage } from './demo/stage.mjs';
import { freePort } from './free-port.mjs';
import { whenToldToEnd } from './told-to-end.mjs';

const FOLDER = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-sync',
];
const READ_MS = 60_000;
const ANNA = { email: 'anna@example.com', password: 'a password for pictures' };
/** Sample, contact, and what happens to it. */
const DOCUMENTS = /** @type {const} */ ([
  ['letter.txt', 'Harborview Builders LLC', 'reviewed'],
  ['damaged.pdf', 'Cascade Timberline Supply Co.', 'reviewed'],
  ['receipt-de.pdf', 'Bäckerei Lindner', 'exported'],
  ['invoice-fr.pdf', 'Atelier Moreau', 'reviewed'],
  ['invoice-es.pdf', 'Talleres Robledo', 'approved'],
  ['invoice-de.pdf', 'Bäckerei Lindner', 'exported'],
  ['invoice-us.pdf', 'Cascade Timberline Supply Co.', 'exported'],
]);

const CRM = '/a-page-of-the-crm';

const stage = new Stage();
const hotFolder = join(tmpdir(), `scans-${process.pid}`);
stage.settings = { HOT_FOLDERS: hotFolder, HOT_FOLDER_SCAN: '100ms', HOT_FOLDER_STILL: '100ms' };
/** @type {Receiver | undefined} */
let receiver;
whenToldToEnd((code) => void close().finally(() => process.exit(code)));
try {
  await ensureBuilt();
  await mkdir(hotFolder);
  await stage.open();
  const api = new Client(stage.url, stage.token);
  receiver = await Receiver.start();
  const pages = await furnish(api, receiver.url, `http://127.0.0.1:${await freePort()}/hooks/erp`);
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER);
  for (const scheme of /** @type {const} */ (['light', 'dark'])) await take(pages, scheme);
} finally {
  await close();
}

async function close() {
  receiver?.close();
  await stage.close();
  await rm(hotFolder, { recursive: true, force: true });
}

/**
 * Something to see on every page.
 * @param {Client} api @param {string} crm @param {string} erp
 * @returns {Promise<Record<string, string>>} paths by the names of their pictures
 */
async function furnish(api, crm, erp) {
  const events = ['document.exported'];
  const { id: endpoint } = await api.call('POST', '/api/webhook-endpoints', {
    url: crm,
    events,
    description: 'CRM: deals',
  });
  await api.call('POST', '/api/webhook-endpoints', {
    url: erp,
    events,
    description: 'ERP: down at the moment',
  });
  await api.call('POST', '/api/users', { ...ANNA, name: 'Anna Lindner', role: 'reviewer' });
  /** @type {Map<string, { contact_id: string, folder_id: string }>} */
  const places = new Map();
  let last = 0;
  for (const [sample, name, fate] of DOCUMENTS) {
    const place = places.get(name) ?? (await newPlace(api, name));
    places.set(name, place);
    const form = new FormData();
    for (const [field, value] of Object.entries(place)) form.set(field, value);
    const record = `001Qy00000BnXt${last}IAF`;
    form.set(
      'external_refs',
      `{"salesforce":{"record_type":"Opportunity","record_id":"${record}","record_url":"https://example.my.salesforce.com/${record}"},"erp":{"record_id":48151623421234567890,"share":1.0}}`,
    );
    form.set('file', new Blob([await readFile(new URL(`../examples/${sample}`, import.meta.url))]), sample);
    const { id } = await api.call('POST', '/api/documents/upload', form);
    await until(async () => !/New|Processing/.test((await api.call('GET', `/api/documents/${id}`)).status));
    if (fate !== 'reviewed') await api.call('PUT', `/api/documents/${id}/status`, { status: 'Approved' });
    if (fate === 'exported') await api.call('POST', `/api/documents/${id}/export`);
    last = id;
  }
  await fillHotFolder(api);
  const { id: gone } = await api.call('POST', '/api/documents/upload', letterFor(places));
  const headers = { authorization: `Bearer ${stage.token}` };
  await fetch(`${stage.url}/api/documents/${gone}`, { method: 'DELETE', headers });
  const { id: profile } = await api.call('POST', '/api/profiles', {
    name: 'Rent',
    fields: [
      {
        key: 'start_of_tenancy',
        label: 'Start of tenancy',
        type: 'date',
        required: true,
        aliases: ['From, on'],
      },
      { key: 'rent', label: 'Monthly rent', type: 'amount', required: true, aliases: ['Rent per month'] },
    ],
    line_item_columns: [{ key: 'amount', label: 'Amount' }],
  });
  const delivered = `/api/webhook-deliveries?endpoint_id=${endpoint}&state=delivered`;
  await until(async () => (await api.call('GET', delivered)).items.length === 3);
  const { id: replay } = await api.call('POST', `/api/webhook-endpoints/${endpoint}/replay`, {
    since: new Date(0).toISOString(),
  });
  const delivery = (await api.call('GET', delivered)).items[0].id;
  return {
    login: '/login',
    documents: '/',
    document: `/documents/${last}`,
    'document-deleted': `/documents/${gone}`,
    'document-framed': `${CRM}?document=${last}`,
    'webhooks-endpoints': '/webhooks',
    'webhooks-endpoint': `/webhooks/endpoints/${endpoint}`,
    'webhooks-replay': `/webhooks/endpoints/${endpoint}?replay=${replay}`,
    'webhooks-deliveries': '/webhooks/deliveries',
    'webhooks-delivery': `/webhooks/deliveries/${delivery}`,
    'webhooks-ledger': '/webhooks/ledger',
    intake: '/intake',
    'settings-contacts': '/settings/contacts',
    'settings-contact': `/settings/contacts/${places.get('Bäckerei Lindner')?.contact_id}`,
    'settings-profiles': '/settings/profiles',
    'settings-profile': `/settings/profiles/${profile}`,
    'settings-tokens': '/settings/tokens',
    'settings-users': '/settings/users',
    audit: '/audit',
    account: '/account',
  };
}

/** @param {Client} api @param {string} name */
async function newPlace(api, name) {
  const { id } = await api.call('POST', '/api/contacts', { name, type: 'Vendor' });
  const { items } = await api.call('GET', `/api/folders?contact_id=${id}&name=Documents`);
  return { contact_id: String(id), folder_id: String(items[0].id) };
}

/** One that is taken in, and one that is not. @param {Client} api */
async function fillHotFolder(api) {
  await writeFile(join(hotFolder, 'scan-0042.txt.meta.json'), '{');
  for (const name of ['scan-0042.txt', 'scan-0041.txt']) {
    await writeFile(join(hotFolder, `${name}.part`), `Dear Ms Lindner, this is ${name}.`);
    await rename(join(hotFolder, `${name}.part`), join(hotFolder, name));
  }
  await until(async () => {
    const { items } = await api.call('GET', '/api/intake');
    return ['failed', 'accepted'].every((wanted) =>
      items.some((/** @type {{ result: string }} */ { result }) => result === wanted),
    );
  });
}

/** @param {Map<string, { contact_id: string, folder_id: string }>} places */
function letterFor(places) {
  const form = new FormData();
  for (const [field, value] of Object.entries(places.get('Bäckerei Lindner') ?? {})) form.set(field, value);
  form.set('file', new Blob(['A letter by mistake.']), 'mistake.txt');
  return form;
}

/** @param {Record<string, string>} pages @param {'light' | 'dark'} scheme */
async function take(pages, scheme) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: FLAGS,
  });
  try {
    const page = await browser.newPage({
      baseURL: stage.url,
      viewport: { width: 1280, height: 840 },
      colorScheme: scheme,
    });
    await page.route(`**${CRM}?*`, (route) => {
      const id = new URL(route.request().url()).searchParams.get('document');
      return route.fulfill({ contentType: 'text/html', body: crmPage(`${stage.url}/documents/${id}`) });
    });
    for (const [name, path] of Object.entries(pages)) {
      if (path === '/account') await signInAsAnna(page);
      await page.goto(path);
      if (path === '/login') {
        await page.screenshot({ path: `${FOLDER}${name}-${scheme}.png` });
        await page.locator('summary').click();
        await page.fill('input[name=token]', stage.token);
        await Promise.all([page.waitForNavigation(), page.press('input[name=token]', 'Enter')]);
        continue;
      }
      await page.locator('h1').first().waitFor();
      await page.locator('.loading').first().waitFor({ state: 'detached' });
      if (name === 'document-framed') await page.frameLocator('iframe').locator('dl').waitFor();
      if (name === 'document') await page.locator('canvas').first().waitFor();
      // The stream of changes of a document stays open.
      await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined);
      await page.screenshot({ path: `${FOLDER}${name}-${scheme}.png` });
      console.log(`docs/screenshots/${name}-${scheme}.png`);
    }
  } finally {
    await browser.close();
  }
}

/** @param {string} address */
function crmPage(address) {
  return `<!doctype html><meta name="color-scheme" content="light dark">
    <body style="font: 14px system-ui, sans-serif; margin: 2rem">
    <h1>Opportunity of a CRM</h1><p>Its page shows the document in a frame:</p>
    <iframe title="document" src="${address}" width="560" height="420"></iframe>`;
}

/** A token has no account. @param {import('playwright-core').Page} page */
async function signInAsAnna(page) {
  await page.context().clearCookies();
  await page.goto('/login');
  await page.fill('input[name=email]', ANNA.email);
  await page.fill('input[name=password]', ANNA.password);
  await Promise.all([page.waitForNavigation(), page.press('input[name=password]', 'Enter')]);
}

/** @param {() => Promise<boolean>} condition */
async function until(condition) {
  const deadline = Date.now() + READ_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('This machine is too slow for the pictures');
    await sleep(100);
  }
}
