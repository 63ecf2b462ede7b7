// One shape: rounds of both, in turns. Other shapes are scanned before, as in a service that has run for a while.
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { shapes } from './shapes.mjs';

const TIMES = 10;
const WARM_ROUNDS = 30;

const { ExternalRefs } = await import(join(root, 'dist/src/shared/kernel/external-refs.js'));
const [name, rounds] = process.argv.slice(2);
const text = shapes[name];
const parse = (/** @type {string} */ given) => JSON.parse(given);
const check = (/** @type {string} */ given) => ExternalRefs.parse(given);

for (let round = 0; round < WARM_ROUNDS; round++) {
  for (const other of Object.values(shapes)) {
    parse(other);
    check(other);
  }
}
/** @type {{ parse: number[], refs: number[] }} */
const times = { parse: [], refs: [] };
for (let round = -WARM_ROUNDS; round < Number(rounds); round++) {
  const order = round % 2 === 0 ? [true, false] : [false, true];
  for (const refs of order) {
    const work = refs ? check : parse;
    const began = process.hrtime.bigint();
    for (let time = 0; time < TIMES; time++) work(text);
    const taken = Number(process.hrtime.bigint() - began) / TIMES / 1000;
    if (round >= 0) times[refs ? 'refs' : 'parse'].push(taken);
  }
}
process.send?.({ bytes: Buffer.byteLength(text), ...times });
process.disconnect?.();
