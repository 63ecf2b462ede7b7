import { randomInt } from 'node:crypto';
import { expect, it, jest } from '@jest/globals';
import { check } from './checker.js';
import { runChaos } from './run-chaos.js';
import { summary } from './summary.js';

/** `npm run chaos -- --seconds 60 --seed 1` sets them. */
const SECONDS = Number(process.env['CHAOS_SECONDS'] ?? 20);
const SEED = Number(process.env['CHAOS_SEED'] ?? randomInt(2 ** 31));
/** One defect can violate a promise a thousand times. */
const SHOWN = 30;
const show = process.env['CHAOS_SHOW']
  ? (line: string) => process.stdout.write(`${line}\n`)
  : () => undefined;

jest.setTimeout(SECONDS * 1000 + 300_000);

/** Minutes of load and faults: not a part of `npm test` yet. */
const asked = process.env['CHAOS_SECONDS'] === undefined ? it.skip : it;

asked(`keeps its promises while everything breaks (seed ${SEED})`, async () => {
  const run = await runChaos({ seconds: SECONDS, seed: SEED, log: show });
  for (const line of summary(run)) show(line);
  expect(new Set(run.history.faults.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(3);
  const violations = check(run.history).map(({ rule, evidence }) => `${rule}: ${evidence}`);
  expect(violations.slice(0, SHOWN)).toEqual([]);
});
