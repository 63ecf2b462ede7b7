// `npm test [-- <jest arguments>]`: builds, runs Jest, and ends with `N passed, N failed[, N skipped]`.
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { ProcessGroup } from './process-group.mjs';

/** From the last test to the end of Jest: the global teardown stops a database. */
const EXIT_MS = 20_000;
/** From the end of Jest to the end of every process that the tests started; watchdogs need a moment. */
const SURVIVORS_MS = 10_000;

const run = randomUUID();

await ensureBuilt();
const jest = new ProcessGroup(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    createRequire(import.meta.url).resolve('jest/bin/jest'),
    ...process.argv.slice(2),
    '--reporters=default', // last, since these swallow the words after them
    `--reporters=${fileURLToPath(new URL('jest-reporter.mjs', import.meta.url))}`,
  ],
  {
    env: { ...process.env, RECORDENGINE_TEST_RUN: run },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  },
  3_000,
);

/** @type {Promise<import('./jest-reporter.mjs').Summary>} */
const reported = new Promise((resolve) => jest.child.once('message', resolve));
const nothing = { passed: 0, failed: 0, skipped: [] };
const summary = await Promise.race([reported, jest.ended.then(() => nothing)]);

const complaints = [];
const ending = await Promise.race([jest.ended, sleep(EXIT_MS, 'stuck', { ref: false })]);
if (ending === 'stuck') {
  complaints.push(`Jest still ran ${EXIT_MS / 1000} s after its last test: something holds its process open`);
} else if (ending !== '' && summary.failed === 0) {
  complaints.push(`Jest failed outside the tests: ${ending}`);
} else if (summary.passed + summary.failed === 0) {
  complaints.push('No test ran');
}
for (const { pid, command } of ending === 'stuck' ? [] : await survivors()) {
  complaints.push(`The tests left a process behind: ${pid} ${command}`);
  process.kill(pid, 'SIGKILL');
}
await jest.stop();

for (const name of summary.skipped) console.log(`skipped: ${name}`);
for (const complaint of complaints) console.log(`failed: ${complaint}`);
const failed = summary.failed + complaints.length;
const skipped = summary.skipped.length > 0 ? `, ${summary.skipped.length} skipped` : '';
console.log(`${summary.passed} passed, ${failed} failed${skipped}`);
process.exitCode = failed > 0 ? 1 : 0;

/** Processes of this run, known by their group or, in a session of their own, by the variable they inherited. */
async function survivors() {
  const deadline = Date.now() + SURVIVORS_MS;
  let found = await ownProcesses();
  while (found.length > 0 && Date.now() < deadline) {
    await sleep(100);
    found = await ownProcesses();
  }
  return found;
}

async function ownProcesses() {
  if (process.platform !== 'linux') {
    return jest.isAlive() ? [{ pid: -(jest.child.pid ?? 0), command: '(and its process group)' }] : [];
  }
  const found = [];
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!pid || pid === process.pid) continue;
    const read = (/** @type {string} */ file) => readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '');
    const stat = await read('stat');
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (!state || state === 'Z' || state === 'X') continue;
    if (
      Number(group) === jest.child.pid ||
      (await read('environ')).includes(`RECORDENGINE_TEST_RUN=${run}`)
    ) {
      found.push({ pid, command: (await read('cmdline')).replaceAll('\0', ' ').trim() });
    }
  }
  return found;
}
