import { writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { measureLookUps } from './look-ups.mjs';
import { report } from './report.mjs';
import { measureScanner } from './scanner.mjs';

/** @param {import('../lib/world.mjs').World} world @param {import('./options.mjs').Options} options */
export async function measure(world, options) {
  const started = performance.now();
  const say = (/** @type {string} */ line) =>
    console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`);
  const scanner = options.wants('scanner') ? await measureScanner(options, say) : undefined;
  const lookUps = options.wants('look-up') ? await measureLookUps(world, options, say) : undefined;
  const minutes = (performance.now() - started) / 60_000;
  const text = report({ postgres: world.cluster.version, options, scanner, lookUps, minutes });
  if (options.out === undefined) return console.log(`\n${text}`);
  const style = { ...(await resolveConfig(options.out)), parser: 'markdown' };
  await writeFile(options.out, await format(text, style));
  say(`${options.out} is written`);
}
