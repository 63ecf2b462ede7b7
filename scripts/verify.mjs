// `npm run verify`: everything that .ci/run checks. Ends with `N passed, N failed[, N skipped]`: the counts of
// the test runner, and one more failed for each other step that fails.
import { ensureBuilt } from './build.mjs';
import { ProcessGroup } from './process-group.mjs';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** @typedef {{ name: string, command: string[] }} Step */

/** @type {Step} */
const tests = { name: 'tests', command: [npm, 'test', '--silent'] };

/** @type {Step[]} */
const others = [
  { name: 'lint', command: [npm, 'run', '--silent', 'lint'] },
  { name: 'types', command: [npm, 'run', '--silent', 'types'] },
  { name: 'import rules', command: [npm, 'run', '--silent', 'rules'] },
  { name: 'openapi.json is current', command: ['node', 'scripts/write-openapi.mjs', '--check'] },
  { name: 'the client is current', command: ['node', 'scripts/write-client.mjs', '--check'] },
  {
    name: 'the files for platforms are current',
    command: ['node', 'scripts/make-integration-files.mjs', '--check'],
  },
  { name: 'migrations match the row classes', command: ['node', 'scripts/check-migrations.mjs'] },
  { name: 'mutations find what they take out', command: ['node', 'scripts/mutation-check.mjs', '--check'] },
  { name: 'samples are current', command: ['node', 'scripts/make-samples.mjs', '--check'] },
  {
    name: 'the reading of documents is as measured',
    command: ['node', 'scripts/measure-extraction.mjs', '--check'],
  },
  { name: 'demo', command: [npm, 'run', '--silent', 'demo'] },
  { name: 'system tests', command: [npm, 'run', '--silent', 'test:system'] },
];

let passed = 0;
let failed = 0;
let skipped = 0;
/** @type {string[]} */
const table = [];

await ensureBuilt(); // once, for all
// Side by side: tests wait for processes, timers and disks half of their time.
await Promise.all([
  run(tests, (text) => process.stdout.write(text)),
  (async () => {
    for (const step of others) {
      /** @type {string[]} */
      const held = []; // so that two outputs do not mix
      await run(step, (text) => held.push(text));
      process.stdout.write(held.join(''));
    }
  })(),
]);
console.log(`\n${table.join('\n')}\n`);
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;

/** @param {Step} step @param {(text: string) => void} say */
async function run({ name, command }, say) {
  say(`\n── ${name}: ${command.join(' ')}\n`);
  const started = Date.now();
  const { reason, lastLine } = await runStep(command, say);
  const took = `${((Date.now() - started) / 1000).toFixed(1)} s`;
  table.push(`${reason ? 'FAILED' : 'ok    '}  ${took.padStart(8)}  ${name}${reason ? `: ${reason}` : ''}`);

  let failures = reason ? 1 : 0;
  if (name.endsWith('tests')) {
    const counts = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(lastLine);
    passed += Number(counts?.[1] ?? 0);
    skipped += Number(counts?.[3] ?? 0);
    failures = Math.max(failures, Number(counts?.[2] ?? 1));
  }
  failed += failures;
}

/** @param {string[]} command @param {(text: string) => void} say */
async function runStep([file = '', ...args], say) {
  const step = new ProcessGroup(file, args, { stdio: ['ignore', 'pipe', 'pipe'] }, 10_000);
  let tail = '';
  step.child.stdout?.on('data', (/** @type {Buffer} */ chunk) => {
    tail = (tail + chunk.toString()).slice(-1_000);
  });
  const streams = [step.child.stdout, step.child.stderr];
  const drained = streams.map((stream) => {
    stream?.on('data', (/** @type {Buffer} */ chunk) => say(chunk.toString()));
    return new Promise((resolve) => stream?.once('close', resolve));
  });
  const reason = await step.ended;
  await step.stop(); // a step leaves nothing running, which also closes the pipes
  await Promise.all(drained);
  return { reason, lastLine: tail.trimEnd().split('\n').pop() ?? '' };
}
