// Runs the service, and builds and starts it anew whenever something below src/, migrations/ or web/ changes.
// Code that does not compile is reported, and what runs goes on.
import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { ProcessGroup } from './process-group.mjs';

/** An editor saves in several steps, a checkout writes many files. */
const QUIET_MS = 150;
/** A service that is told to end finishes the sends in flight. */
const STOP_MS = 45_000;

/** @type {ProcessGroup | undefined} */
let service;
/** @type {Promise<void>} one after the other */
let turn = buildAndStart();
/** @type {NodeJS.Timeout | undefined} */
let quiet;

for (const folder of ['src', 'migrations', 'web']) {
  watch(fileURLToPath(new URL(`../${folder}`, import.meta.url)), { recursive: true }, () => {
    clearTimeout(quiet);
    quiet = setTimeout(() => void (turn = turn.then(buildAndStart)), QUIET_MS);
  });
}

async function buildAndStart() {
  try {
    const built = await ensureBuilt();
    if (service && !built) return; // a test, or the same text again
  } catch (error) {
    const [what] = String(error).split('\n\nCaused by');
    console.error(`Not built; waiting for the next change. ${what}`);
    return;
  }
  await service?.stop();
  const started = new ProcessGroup(
    process.execPath,
    [fileURLToPath(new URL('service.mjs', import.meta.url))],
    { stdio: ['pipe', 'inherit', 'inherit'] },
    STOP_MS,
  );
  service = started;
  void started.ended.then((how) => {
    if (how && service === started) console.error(`The service ended (${how}); waiting for the next change.`);
  });
}
