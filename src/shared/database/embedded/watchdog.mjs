// Runs one command in a session of its own and stops it when standard input ends, which happens when the service
// closes the pipe and also when the service dies, however it dies. Plain JavaScript: Node runs this file itself.
import { spawn } from 'node:child_process';
import { openSync, rmSync } from 'node:fs';

const { words, folder, scratch } = JSON.parse(process.argv[2] ?? '');
const [program, ...args] = words;
const command = spawn(program, args, {
  stdio: ['ignore', 'inherit', 'inherit', openSync(folder, 'r')],
  detached: true,
});
let stopping = false;

// A supervisor may send SIGTERM to every process at once; the service still needs its database then.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

process.stdin.on('error', stop).on('close', stop).resume();
command.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  leave(127);
});
command.on('exit', (code) => leave(code ?? 1));

function stop() {
  if (stopping) return;
  stopping = true;
  command.kill('SIGINT'); // PostgreSQL's fast shutdown
  setTimeout(() => command.kill('SIGQUIT'), 15_000);
  setTimeout(() => command.kill('SIGKILL'), 25_000);
}

/** @param {number} code */
function leave(code) {
  if (stopping && scratch) rmSync(scratch, { recursive: true, force: true });
  process.exit(code);
}
