// `npm run verify`: everything that .ci/run checks. Ends with `N passed, N failed[, N skipped]`: the counts of
// the test runner, and one more failed for each other step that fails.
import { ProcessGroup } from './process-group.mjs';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** @type {{ name: string, command: string[] }[]} */
const steps = [
  { name: 'tests', command: [npm, 'test', '--silent'] },
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
  { name: 'samples are current', command: ['node', 'scripts/make-samples.mjs', '--check'] },
  {
    name: 'the reading of documents is as measured',
    command: ['node', 'scripts/measure-extraction.mjs', '--check'],
  },
  { name: 'demo', command: [npm, 'run', '--silent', 'demo'] },
];

let passed = 0;
let failed = 0;
let skipped = 0;
const table = [];
for (const { name, command } of steps) {
  console.log(`\n── ${name}: ${command.join(' ')}`);
  const started = Date.now();
  const { reason, lastLine } = await runStep(command);
  const took = `${((Date.now() - started) / 1000).toFixed(1)} s`;
  table.push(`${reason ? 'FAILED' : 'ok    '}  ${took.padStart(8)}  ${name}${reason ? `: ${reason}` : ''}`);

  let failures = reason ? 1 : 0;
  if (name === 'tests') {
    const counts = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(lastLine);
    passed = Number(counts?.[1] ?? 0);
    skipped = Number(counts?.[3] ?? 0);
    failures = Math.max(failures, Number(counts?.[2] ?? 1));
  }
  failed += failures;
}
console.log(`\n${table.join('\n')}\n`);
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;

/** @param {string[]} command */
async function runStep([file = '', ...args]) {
  const step = new ProcessGroup(file, args, { stdio: ['ignore', 'pipe', 'inherit'] }, 10_000);
  let tail = '';
  step.child.stdout?.on('data', (/** @type {Buffer} */ chunk) => {
    process.stdout.write(chunk);
    tail = (tail + chunk.toString()).slice(-1_000);
  });
  const drained = new Promise((resolve) => step.child.stdout?.once('close', resolve));
  const reason = await step.ended;
  await step.stop(); // a step leaves nothing running, which also closes the pipe
  await drained;
  return { reason, lastLine: tail.trimEnd().split('\n').pop() ?? '' };
}
