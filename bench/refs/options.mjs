import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * @typedef {object} Options
 * @property {[small: number, large: number]} documents of the two databases
 * @property {number} rounds in turns
 * @property {boolean} quick
 * @property {(name: string) => boolean} wants
 * @property {string | undefined} out the file to write; without it the report is printed
 */

const PARTS = ['look-up', 'scanner'];

const USAGE = `npm run bench:refs [-- options]
  --documents 10000,5000000 of the small and of the large database; 5,000,000 need 6 GB of disk while it runs
  --rounds 15        in turns, of 60 lists and 8 look-ups of 1,000 records each
  --only a           ${PARTS.join(' or ')}
  --quick            up to 300,000 documents, in a minute: to see that it works
  --out file         where the report goes: docs/benchmarks-refs.md, and with --only or --quick the terminal`;

const REPORT = fileURLToPath(new URL('../../docs/benchmarks-refs.md', import.meta.url));

/** @param {string[]} args @returns {Options} */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      documents: { type: 'string' },
      rounds: { type: 'string' },
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      out: { type: 'string' },
    },
  });
  const { only, quick } = values;
  if (only !== undefined && !PARTS.includes(only))
    throw new Error(`"${only}" is none of ${PARTS.join(', ')}`);
  const documents = (values.documents ?? (quick ? '10000,300000' : '10000,5000000')).split(',').map(whole);
  if (documents.length !== 2) throw new Error(`--documents takes two numbers\n\n${USAGE}`);
  return {
    documents: [documents[0], documents[1]],
    rounds: whole(values.rounds ?? (quick ? '3' : '15')),
    quick,
    wants: (name) => only === undefined || only === name,
    out: values.out ?? (only || quick ? undefined : REPORT),
  };
}

/** @param {string} text */
function whole(text) {
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw new Error(`"${text}" is not a number from 1 to 9999999\n\n${USAGE}`);
  return Number(text);
}
