import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { keepingPages } from './lib/pages-section.mjs';
import { report } from './lib/report.mjs';
import { scenarios } from './scenarios/all.mjs';
import { measureThroughput } from './throughput.mjs';

/** Everything that is asked for, and the report. @param {import('./lib/world.mjs').World} world */
export async function measure(world) {
  const { options } = world;
  const started = performance.now();
  const say = (/** @type {string} */ line) =>
    console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`);

  const throughput = options.wants('throughput') ? await measureThroughput(world, say) : undefined;
  const findings = [];
  for (const [name, scenario] of Object.entries(scenarios)) {
    if (!options.wants(name)) continue;
    say(`scenario ${name}`);
    const found = await scenario(world).catch((error) => {
      if (world.closing) throw error;
      return failed(name, error);
    });
    for (const { what, measured, target } of found) say(`  ${what}: ${measured}; ${target}`);
    findings.push(...found);
  }

  const text = report({
    postgres: world.cluster.version,
    options,
    throughput,
    findings,
    minutes: (performance.now() - started) / 60_000,
  });
  if (options.out === undefined) return console.log(`\n${text}`);
  const old = await readFile(options.out, 'utf8').catch(() => '');
  await writeFile(
    options.out,
    await format(keepingPages(text, old), { ...(await resolveConfig(options.out)), parser: 'markdown' }),
  );
  say(`${options.out} is written`);
}

/**
 * One that fails does not take the others' results along.
 * @param {string} name @param {unknown} error
 * @returns {import('./lib/finding.mjs').Finding[]}
 */
function failed(name, error) {
  console.error(error);
  process.exitCode = 1;
  return [{ what: `Scenario ${name}`, measured: `failed: ${String(error)}`, target: '', met: false }];
}
