import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions } from 'playwright-core';
import { insertDocuments } from '../../bench/lib/documents.mjs';
import { showSpread } from '../../bench/lib/finding.mjs';
import { spread } from '../../bench/lib/statistics.mjs';
import { Browser } from '../support/browser.js';
import { coldLoad, type ColdLoad, type Loaded } from '../support/cold-load.js';
import { pdfWith } from '../support/pdf-with.js';
import { Stack } from '../support/stack.js';

/** `npm run bench:pages` sets both; a run of the tests writes nothing. */
const LOADS = Number(process.env['PAGE_LOADS'] ?? 2);
const WRITE_TO = process.env['PAGE_WEIGHTS'];

const KB = 1024;
const LIST = 1000;
const USEFUL = { document: ['h1', 'h1 + .badges', '.key-facts dd'], rows: ['h1', 'tbody tr a'] };
const DRAWN = ['.pdf-page[data-page="1"] canvas'];

describe('The weight of a page in a browser', () => {
  let stack: Stack;
  let browser: Browser;
  let signedIn: NonNullable<BrowserContextOptions['storageState']>;
  const rows: string[][] = [];

  beforeAll(async () => {
    browser = await Browser.start();
    stack = await Stack.start();
    const page = await browser.signIn(stack.service);
    signedIn = await page.context().storageState();
    await page.close();
  });
  afterAll(async () => {
    await browser?.stop();
    await stack?.stop();
    const measured = { chromium: browser?.version, loads: LOADS, rows };
    if (WRITE_TO !== undefined) await writeFile(WRITE_TO, JSON.stringify(measured));
  });

  const loadsOf = async (path: string, moments: Record<string, readonly string[]>): Promise<ColdLoad[]> => {
    const loads: ColdLoad[] = [];
    for (let load = 0; load < LOADS; load++) {
      const page = await browser.open(stack.service, { storageState: signedIn });
      loads.push(await coldLoad(page, path, moments));
      await page.context().close();
    }
    return loads;
  };
  /** Judges what does not depend on the machine, and keeps the rest for whoever asked for it. */
  const judge = (
    what: string,
    loads: readonly ColdLoad[],
    { requests: most }: { requests: number },
  ): void => {
    const host = new URL(stack.service.url).host;
    for (const { requests } of loads) {
      expect(requests.filter(({ url }) => url.host !== host)).toEqual([]);
      expect(sizeOf(requests.filter(({ url }) => !isViewer(url) && !isData(url)))).toBeLessThan(100 * KB);
      expect(requests.filter(({ url }) => !isViewer(url)).length).toBeLessThanOrEqual(most);
    }
    const early = loads.map(({ requests, paints }) =>
      requests.filter(({ url, startedAt }) => !isViewer(url) && startedAt < (paints['useful'] ?? 0)),
    );
    const cells = [
      `${showSpread(paintsOf(loads, 'useful'), 0)} ms`,
      ...weight(early),
      ...weight(loads.map(({ requests }) => requests.filter(({ url }) => !isViewer(url)))),
      ...('drawn' in loads[0]!.paints
        ? [
            `${showSpread(paintsOf(loads, 'drawn'), 0)} ms`,
            ...weight(loads.map(({ requests }) => requests.filter(({ url }) => isViewer(url)))),
          ]
        : ['', '', '']),
    ];
    rows.push([what, ...cells]);
    process.stdout.write(`${[what, ...cells].join(' | ')}\n`);
  };

  it('is light for a document, whose fields do not wait for the viewer of PDFs', async () => {
    const { id } = await stack.client.reviewed({ sample: 'invoice-us.pdf' });
    const moments = { useful: USEFUL.document, drawn: DRAWN };
    const loads = await loadsOf(`/documents/${id}`, moments);
    expect(loads.every(({ requests }) => requests.some(({ url }) => isViewer(url)))).toBe(true);
    judge('Document, an invoice', loads, { requests: 24 });
  });

  it('is as light for a document of 300 pages', async () => {
    const content = await pdfWith(300);
    const { body } = await stack.service.json<{ id: number }>('POST', '/api/documents/upload', {
      ...{ filename: 'long.pdf', content_base64: content.toString('base64'), contact_id: 1, folder_id: 1 },
    });
    await stack.client.status(body.id, 'Needs Review');
    await stack.service.json('PATCH', `/api/documents/${body.id}`, { extracted_fields: { vendor: 'Long' } });
    const loads = await loadsOf(`/documents/${body.id}`, { useful: USEFUL.document, drawn: DRAWN });
    judge('Document, a PDF of 300 pages', loads, { requests: 24 });
  });

  it('is light for a list of many documents', async () => {
    await insertDocuments(stack.sql, LIST);
    judge('List of 1,000 documents', await loadsOf('/', { useful: USEFUL.rows }), { requests: 16 });
  });

  it('is light for the webhooks', async () => {
    await stack.client.endpoint('http://127.0.0.1:9/hook', { description: 'The CRM' });
    judge('Webhooks', await loadsOf('/webhooks', { useful: USEFUL.rows }), { requests: 19 });
  });
});

/** pdf.js, what it fetches by name, and the file that it shows. */
function isViewer({ pathname }: URL): boolean {
  return /\/assets\/pdf/.test(pathname) || pathname.endsWith('/file');
}

function isData({ pathname }: URL): boolean {
  return pathname.startsWith('/api/');
}

function sizeOf(requests: readonly Loaded[]): number {
  return requests.reduce((sum, { bytes }) => sum + bytes, 0);
}

function paintsOf(loads: readonly ColdLoad[], name: string): number[] {
  return loads.map(({ paints }) => paints[name] ?? NaN);
}

/** How many requests, and their kilobytes: of several loads, the middle one. */
function weight(loads: readonly (readonly Loaded[])[]): [requests: string, kilobytes: string] {
  return [
    String(spread(loads.map(({ length }) => length)).median),
    (spread(loads.map(sizeOf)).median / KB).toFixed(0),
  ];
}
