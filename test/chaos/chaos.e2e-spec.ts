import { expect, it, jest } from '@jest/globals';
import { check } from './checker.js';
import { runChaos } from './run-chaos.js';
import { summary } from './summary.js';
import { whyNotJudged } from './why-not-judged.js';

/** Without `npm run chaos -- --seconds 300 --seed 1`: always the same faults. */
const SECONDS = Number(process.env['CHAOS_SECONDS'] ?? 60);
const SEED = Number(process.env['CHAOS_SEED'] ?? 20_261_127);
/** One defect can violate a promise a thousand times. */
const SHOWN = 30;
const show = process.env['CHAOS_SHOW']
  ? (line: string) => process.stdout.write(`${line}\n`)
  : () => undefined;

jest.setTimeout(SECONDS * 1000 + 400_000);

it(`keeps its promises while everything breaks (seed ${SEED})`, async () => {
  const run = await runChaos({ seconds: SECONDS, seed: SEED, log: show });
  for (const line of summary(run)) show(line);
  const violations = check(run.history).map(({ rule, evidence }) => `${rule}: ${evidence}`);
  // Both together: what was left to do is explained by the violations, or explains them.
  expect({
    cannotBeJudged: whyNotJudged(run),
    violations: violations.slice(0, SHOWN),
    summary: summary(run),
  }).toEqual({ cannotBeJudged: [], violations: [], summary: expect.anything() });
});
