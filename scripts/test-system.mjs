// `npm run test:system [-- <jest arguments>]`: tests that need more than Node. Installs from Debian what they need,
// where it may (as root, with apt-get), and names what it skips otherwise. Ends with `N passed, N failed[, N skipped]`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What each test needs: the program, and Debian's packages that have it. */
const NEEDS = [
  {
    test: 's3',
    program: '/usr/bin/swift-proxy-server',
    packages: ['swift-proxy', 'swift-account', 'swift-container', 'swift-object'],
  },
];
const INSTALL_MS = 120_000;

const missing = NEEDS.filter(({ program }) => !existsSync(program));
const isRoot = process.getuid?.() === 0;
if (missing.length > 0 && isRoot && existsSync('/usr/bin/apt-get')) {
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', ...missing.flatMap((need) => need.packages));
}
const able = NEEDS.filter(({ program }) => isRoot && existsSync(program));
const skipped = NEEDS.filter((need) => !able.includes(need));
for (const { test, program, packages } of skipped) {
  console.log(`skipped: test/system/${test} needs ${program} (Debian's ${packages.join(', ')}) and root`);
}
if (able.length === 0) {
  console.log(`0 passed, 0 failed, ${skipped.length} skipped`);
} else {
  const files = able.map(({ test }) => `<rootDir>/test/system/${test}.system.ts`);
  const jest = spawnSync(
    process.execPath,
    ['scripts/test.mjs', '--runInBand', ...process.argv.slice(2), '--testMatch', ...files],
    { stdio: 'inherit' },
  );
  process.exitCode = jest.status ?? 1;
}

/** @param {string[]} words */
function apt(...words) {
  spawnSync('apt-get', words, {
    // RUNLEVEL: a server that is installed is not started.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: INSTALL_MS,
  });
}
