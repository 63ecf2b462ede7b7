import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * @typedef {object} Options
 * @property {number} rounds
 * @property {number} deliveries of each contender in a round
 * @property {number} maxInFlight of the endpoint
 * @property {number} scale of the sizes of the scenarios: 1, or less with --quick
 * @property {number} pairs how often a scenario is compared
 * @property {(name: string) => boolean} wants
 * @property {string | undefined} out the file to write; without it the report is printed
 */

const PARTS = ['throughput', 'backlog', 'history', 'snapshot', 'hanging', 'exports', 'latency'];

export const USAGE = `npm run bench:delivery [-- options]
  --rounds 5         interleaved rounds of the throughput
  --deliveries 150000 of each contender in a round
  --pairs 3          comparisons in a scenario; two at most where each drain takes a minute
  --max-in-flight 64 of the endpoint
  --only a,b         ${PARTS.join(', ')}
  --quick            small numbers, in some minutes: to see that it works
  --out file         where the report goes: docs/benchmarks.md, and with --only or --quick the terminal`;

const REPORT = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));

/** @param {string[]} args @returns {Options} */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string' },
      deliveries: { type: 'string' },
      pairs: { type: 'string' },
      'max-in-flight': { type: 'string', default: '64' },
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      out: { type: 'string' },
    },
  });
  const only = values.only?.split(',').map((name) => name.trim());
  const unknown = only?.find((name) => !PARTS.includes(name));
  if (unknown !== undefined) throw new Error(`"${unknown}" is none of ${PARTS.join(', ')}`);
  return {
    rounds: whole(values.rounds ?? (values.quick ? '2' : '5')),
    deliveries: whole(values.deliveries ?? (values.quick ? '3000' : '150000')),
    maxInFlight: whole(values['max-in-flight']),
    scale: values.quick ? 0.05 : 1,
    pairs: whole(values.pairs ?? (values.quick ? '1' : '3')),
    wants: (name) => only === undefined || only.includes(name),
    out: values.out ?? (only || values.quick ? undefined : REPORT),
  };
}

/** @param {string} text */
function whole(text) {
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw new Error(`"${text}" is not a number from 1 to 9999999\n\n${USAGE}`);
  return Number(text);
}
