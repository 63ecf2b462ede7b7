// Writes the sample documents in examples/. The same bytes every time: fixed dates, no compression (whose output
// depends on the version of zlib), and an encryption whose keys follow from the file alone.
// Companies, people and numbers are invented.
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { australianInvoice } from './samples/australian-invoice.mjs';
import { canadianInvoice } from './samples/canadian-invoice.mjs';
import { euInvoice } from './samples/eu-invoice.mjs';
import { frenchInvoice } from './samples/french-invoice.mjs';
import { gbInvoice } from './samples/gb-invoice.mjs';
import { germanInvoice } from './samples/german-invoice.mjs';
import { japaneseInvoice } from './samples/japanese-invoice.mjs';
import { newZealandInvoice } from './samples/new-zealand-invoice.mjs';
import { pdf, put } from './samples/page.mjs';
import { letter, receipt, spanishReceipt } from './samples/plain-texts.mjs';
import { scannedInvoice } from './samples/scanned-invoice.mjs';
import { spanishInvoice } from './samples/spanish-invoice.mjs';
import { swissInvoice } from './samples/swiss-invoice.mjs';
import { tillReceipt } from './samples/till-receipt.mjs';
import { usInvoice } from './samples/us-invoice.mjs';

const examples = join(dirname(dirname(fileURLToPath(import.meta.url))), 'examples');

const eu = await euInvoice();
const catalog = eu.indexOf('/Type /Catalog');
/** @type {Record<string, Buffer | string>} */
const samples = {
  'invoice-us.pdf': await usInvoice(),
  'invoice-eu.pdf': eu,
  'invoice-gb-two-pages.pdf': await gbInvoice(),
  'invoice-de.pdf': await germanInvoice(),
  'invoice-fr.pdf': await frenchInvoice(),
  'invoice-es.pdf': await spanishInvoice(),
  'invoice-ch.pdf': await swissInvoice(),
  'invoice-au.docx': await australianInvoice(),
  'invoice-ca.xlsx': await canadianInvoice(),
  'invoice-nz.csv': newZealandInvoice(),
  'invoice-jp.html': japaneseInvoice(),
  'receipt.txt': receipt,
  'receipt-de.pdf': await tillReceipt(),
  'receipt-es.txt': spanishReceipt(),
  'letter.txt': letter,
  'scan.pdf': await scannedInvoice(),
  // Cut off before the catalog, as by a broken download.
  'damaged.pdf': eu.subarray(0, Math.min(catalog, Math.floor(eu.length * 0.6))),
  'encrypted.pdf': await pdf(
    {
      size: 'A4',
      pdfVersion: '1.4',
      userPassword: 'a password nobody was told',
      ownerPassword: 'another one',
    },
    (page) => put(page, 'Invoice 4711', { x: 57, y: 60, size: 20 }),
  ),
};
if (process.argv.includes('--check')) {
  for (const [name, content] of Object.entries(samples)) {
    const committed = await readFile(join(examples, name)).catch(() => Buffer.alloc(0));
    if (committed.equals(Buffer.from(content))) continue;
    console.error(`examples/${name} is not what this script makes: run it and commit the result`);
    process.exitCode = 1;
  }
} else {
  for (const [name, content] of Object.entries(samples)) await writeFile(join(examples, name), content);
  console.log(`wrote ${Object.keys(samples).length} samples to examples/`);
}
