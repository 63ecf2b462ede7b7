// `node scripts/fuzz.mjs [--runs 20000] [--seed 1] [--show]`: the long form of test/contract/api-fuzz.e2e-spec.ts.
// Each run sends four requests. A failure prints the request and the seed.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20000' },
    seed: { type: 'string' },
    show: { type: 'boolean' },
  },
});
const { status } = spawnSync(
  process.execPath,
  [fileURLToPath(new URL('test.mjs', import.meta.url)), 'test/contract/api-fuzz'],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      FUZZ_RUNS: values.runs,
      ...(values.seed !== undefined && { FUZZ_SEED: values.seed }),
      ...(values.show && { FUZZ_SHOW: '1' }),
    },
  },
);
process.exitCode = status ?? 1;
