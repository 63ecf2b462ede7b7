// `npm run test:system [-- <jest arguments>]`: tests that need more than Node. Installs from Debian what they need,
// where it may (as root, with apt-get), and names what it skips otherwise. Ends with `N passed, N failed[, N skipped]`.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** What each test needs: the program, and Debian's packages that have it and what it needs itself. */
const NEEDS = [
  { test: 'imap', program: '/usr/sbin/dovecot', packages: ['dovecot-imapd'], asRoot: true },
  { test: 'smtp', program: '/usr/bin/swaks', packages: ['swaks', 'libnet-ssleay-perl'], asRoot: false },
  {
    test: 's3',
    program: '/usr/bin/swift-proxy-server',
    packages: ['swift-proxy', 'swift-account', 'swift-container', 'swift-object', 'memcached'],
    asRoot: true,
  },
  ...browserTests(),
];
const INSTALL_MS = 120_000;

const missing = NEEDS.filter(({ program }) => !existsSync(program));
const isRoot = process.getuid?.() === 0;
if (missing.length > 0 && isRoot && existsSync('/usr/bin/apt-get')) {
  apt('update', '-qq');
  const packages = new Set(missing.flatMap((need) => need.packages));
  apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
}
const able = NEEDS.filter(({ program, asRoot }) => (isRoot || !asRoot) && existsSync(program));
const skipped = NEEDS.filter((need) => !able.includes(need));
for (const { test, program, packages, asRoot } of skipped) {
  console.log(
    `skipped: test/system/${test} needs ${program} (Debian's ${packages[0]})${asRoot ? ' and root' : ''}`,
  );
}
if (able.length === 0) {
  console.log(`0 passed, 0 failed, ${skipped.length} skipped`);
} else {
  const files = able.map(({ test }) => `<rootDir>/test/system/${test}.system.ts`);
  const jest = spawn(
    process.execPath,
    ['scripts/test.mjs', '--runInBand', ...process.argv.slice(2), '--testMatch', ...files],
    { stdio: ['inherit', 'pipe', 'inherit'] },
  );
  const ended = once(jest, 'exit');
  let line = '';
  let before = false;
  for await (const next of createInterface({ input: jest.stdout })) {
    if (before) console.log(line);
    line = next;
    before = true;
  }
  const [, counts = line, others = 0] = /^(.*?)(?:, (\d+) skipped)?$/.exec(line) ?? [];
  const all = Number(others) + skipped.length;
  console.log(all > 0 ? `${counts}, ${all} skipped` : counts);
  process.exitCode = (await ended)[0] ?? 1;
}

/** `…-page`: pages of the service in a real browser. */
function browserTests() {
  return readdirSync('test/system').flatMap((name) => {
    const [, test = ''] = /^(.*-page)\.system\.ts$/.exec(name) ?? [];
    return test ? [{ test, program: '/usr/bin/chromium', packages: ['chromium'], asRoot: false }] : [];
  });
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
