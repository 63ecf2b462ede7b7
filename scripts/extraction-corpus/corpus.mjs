import { heldOut } from './held-out.mjs';
import { makeInvoice } from './invoice.mjs';
import { LAYOUTS } from './layouts.mjs';
import { LOCALES } from './locales.mjs';
import { random } from './random.mjs';
import { SECOND_LAYOUTS, SECOND_WORDING } from './second-layouts.mjs';
import { THIRD_LAYOUTS, THIRD_WORDING } from './third-layouts.mjs';
import { WORDING } from './wording.mjs';

/** @type {readonly ('en' | 'de' | 'fr' | 'es')[]} */
const LANGUAGES = ['en', 'de', 'fr', 'es'];

/**
 * A document of the corpus with what is to be read in it.
 * @typedef {object} Sample
 * @property {string} name of its file
 * @property {string} layout
 * @property {string} language
 * @property {string} currency
 * @property {'first' | 'second' | 'third' | 'held-out'} part
 * @property {Record<string, string | null>} fields
 * @property {Record<string, string>[]} lineItems
 * @property {() => Promise<Buffer | string>} content
 */

/**
 * The same seed gives the same documents: of each layout, `perLanguage` in each language; those held out are always the
 * same.
 * @param {{ seed?: number, perLanguage?: number }} [options]
 * @returns {Sample[]}
 */
export function corpus({ seed = 2026, perLanguage = 3 } = {}) {
  const parts = [
    { layouts: LAYOUTS, wording: WORDING, part: /** @type {const} */ ('first') },
    { layouts: SECOND_LAYOUTS, wording: SECOND_WORDING, part: /** @type {const} */ ('second') },
    { layouts: THIRD_LAYOUTS, wording: THIRD_WORDING, part: /** @type {const} */ ('third') },
  ];
  const made = parts.flatMap(({ layouts, wording, part }, p) =>
    Object.entries(layouts).flatMap(([layout, { contents, extension, draw }], l) =>
      LANGUAGES.flatMap((language, k) =>
        Array.from({ length: perLanguage }, (_, i) => {
          const numbers = random(seed + 100_000 * l + 1_000 * k + i + 50_000_000 * p);
          const locales = LOCALES.filter((each) => each.language === language);
          const locale = locales[(i + l) % locales.length] ?? LOCALES[0];
          const invoice = makeInvoice(
            numbers,
            /** @type {import('./locales.mjs').Locale} */ (locale),
            contents[i % contents.length] ?? {},
            wording[language],
          );
          return {
            name: `${part}-${l + 1}-${language}-${i + 1}.${extension}`,
            layout,
            language,
            currency: invoice.locale.currency,
            part,
            fields: invoice.fields,
            lineItems: invoice.lineItems,
            content: () => draw(invoice),
          };
        }),
      ),
    ),
  );
  return [...made, ...heldOut()];
}
