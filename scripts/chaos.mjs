// `npm run chaos [-- --seconds 60] [--seed 1]`: the long form of test/chaos/chaos.e2e-spec.ts. The faults last that
// long; the start and the draining come on top. It prints what it did, and what did not hold.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
  },
});
console.log(`seed ${values.seed}, ${values.seconds} s`);
const { status } = spawnSync(
  process.execPath,
  [fileURLToPath(new URL('test.mjs', import.meta.url)), 'test/chaos/chaos.e2e'],
  {
    stdio: 'inherit',
    env: { ...process.env, CHAOS_SECONDS: values.seconds, CHAOS_SEED: values.seed, CHAOS_SHOW: '1' },
  },
);
process.exitCode = status ?? 1;
