const SIGNALS = /** @type {const} */ ({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 });

/**
 * Calls `end` with the exit code that fits when a signal tells this process to end, or npm above it is gone.
 * @param {(code: number) => void} end
 */
export function whenToldToEnd(end) {
  for (const [name, number] of Object.entries(SIGNALS)) process.on(name, () => end(128 + number));
  whenNpmEnds(() => end(128 + SIGNALS.SIGTERM));
}

/**
 * A signal to npm ends npm and its shell, but does not reach the script that they run: see its parent go.
 * @param {() => void} end
 */
export function whenNpmEnds(end) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    end();
  }, 250);
  watch.unref();
}
