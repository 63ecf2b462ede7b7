import { aField, anExtractionProfile, STANDARD_INVOICE } from '../../../test/support/a-profile.js';
import { arrangePlainText } from './arrange-plain-text.js';
import { DocumentReader } from './document-reader.js';
import type { Word } from './document-text.js';
import { LANGUAGES } from './languages.js';

const reader = new DocumentReader(...LANGUAGES);

/** How often the reader looks at a word of the text. */
function looksAt(text: string, profile = STANDARD_INVOICE): number {
  let looks = 0;
  const watched = (word: Word): Word => ({
    ...word,
    get text() {
      looks++;
      return word.text;
    },
  });
  const pages = arrangePlainText(text).map((page) => ({
    ...page,
    lines: page.lines.map((line) => ({ ...line, words: line.words.map(watched) })),
  }));
  reader.read({ pages, text, notes: [] }, profile);
  return looks;
}

const lines: [string, string][] = [
  ['labels', 'Rechnungsnummer: Rechnungsdatum: Fällig am: Gesamtbetrag:\n'],
  ['labels without values', 'Date Invoice date Due date Total Subtotal\n'],
  ['totals', 'Total TTC   12,50    Total HT   10,00   TVA 20 %   2,50\n'],
  ['column heads', 'Descripción  Cantidad  Precio  Importe\n'],
  ['items', 'Widget   2   10.00   20.00\n'],
  ['till items', 'Milch   2,80 A\n  2 x 1,40\nBar  5,00\n'],
  ['translations', 'Rechnungsnummer / Invoice / Facture / Factura / no / no\n'],
  ['dots', 'Total . . . ..... ..... ..... 5.00\n'],
];

it.each(lines)('twice as many lines of %s cost about twice the work', (_, line) => {
  const head = 'Rechnung Nr. 7\nBezeichnung  Menge  Preis  Betrag\n';
  const [less, more] = [300, 600].map((times) => looksAt(head + line.repeat(times)));
  expect(more! / less!).toBeLessThan(2.5);
});

/** As many fields and labels as a profile can have. */
const large = anExtractionProfile({
  fields: Array.from({ length: 100 }, (_, i) =>
    aField({
      ...{ key: `field_${i}`, type: (['list', 'text', 'date', 'amount', 'number'] as const)[i % 5]! },
      aliases: Array.from({ length: 20 }, (_, at) => (at === 0 ? 'Items' : `Items ${i} ${at}`)),
    }),
  ),
});

it.each([
  ['lists', 'Items: a, b\n- c\n- d\n'],
  ['labels in mid-line', 'Something   Items:\n'],
  ['labels without values', 'Items 3 4 Items 5 6 Items\n'],
])('twice as many %s cost about twice the work with the largest of profiles', (_, line) => {
  const [less, more] = [300, 600].map((times) => looksAt(line.repeat(times), large));
  expect(more! / less!).toBeLessThan(2.5);
});

const cpuOf = (text: string, profile = STANDARD_INVOICE) => {
  const document = { pages: arrangePlainText(text), text, notes: [] };
  const started = process.cpuUsage();
  reader.read(document, profile);
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
};

const LENGTH = 150_000;
const filled = (unit: string) => unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH);

const text = filled('the quick brown fox jumps over the lazy dog, and then rests for a while\n');
cpuOf(text); // warm
const prose = cpuOf(text);

it.each([
  ['a line without end', 'zahlbar innerhalb von zahlbar innerhalb von '],
  ['white space', `zahlbar${' '.repeat(2_000)}`],
  ['tabs and no-break spaces', '1\u00a0234\u00a0\t'],
  ['digits', '1234567890'],
  ['dates', '03/11/2026, 3. November 2026 '],
  ['dates on lines', 'Berlin, den 03.11.2026\n'],
  ['addresses of mail', 'a@b.example \n'],
  ['signs of currencies', '$ € £ kr CHF '],
  ['amounts', '-1.234,50 € '],
  ['parties', 'vertrag zwischen a, und entre a, et entre a, y '],
  ['words of terms', 'payment a b c paiement a b c pago a b c \n'],
  ['letters', 'ä'],
])('%s takes no more than a few times what prose of that length takes', (_, unit) => {
  // Quadratic work on 150,000 characters would be thousands of times as much.
  expect(cpuOf(`Rechnung\n${filled(unit)}`)).toBeLessThan(10 * prose + 500);
});

it('the largest of profiles takes no more than a few times what an invoice takes', () => {
  for (const unit of ['Items: a, b\n- c\n', 'Items 3 4 Items 5 6 Items ', 'x   Items:\n']) {
    expect(cpuOf(filled(unit), large)).toBeLessThan(10 * prose + 1500);
  }
});
