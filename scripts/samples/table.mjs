import { readFileSync } from 'node:fs';

/**
 * @typedef {object} Bill what a bill says, as the service is to answer it
 * @property {Record<string, string>} extracted_fields
 * @property {{ description: string, quantity: string, unit_price: string, amount: string }[]} line_items
 */

const table = JSON.parse(readFileSync(new URL('../../examples/expected.json', import.meta.url), 'utf8'));

/**
 * A row of examples/expected.json: samples are drawn from it, never the other way round.
 * @param {string} name
 * @returns {Bill}
 */
export function rowOf(name) {
  return table[name];
}
