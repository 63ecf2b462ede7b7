// `npm run bench:delivery`: measures delivery, and writes docs/benchmarks.md. Everything stays on the loopback.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../scripts/build.mjs';
import { readOptions } from './lib/options.mjs';
import { whenToldToEnd } from '../scripts/told-to-end.mjs';

const options = readOptions(process.argv.slice(2));
const folder = fileURLToPath(new URL('.', import.meta.url));
if (!isInstalled()) {
  const words = ['ci', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts'];
  const { status } = spawnSync('npm', words, { stdio: 'inherit' });
  if (status !== 0) throw new Error('The peers could not be installed');
}
await ensureBuilt();

const { measure } = await import('./measure.mjs'); // which needs both
const { World } = await import('./lib/world.mjs');

const world = await World.open(options);
whenToldToEnd((code) => void world.close().finally(() => process.exit(code)));
try {
  await measure(world);
} catch (error) {
  if (!world.closing) throw error;
} finally {
  if (!world.closing) await world.close();
}

/** Whether the peers are there in the versions that are asked for: a pull can have brought others. */
function isInstalled() {
  const { dependencies } = readPackage('package.json');
  return Object.entries(dependencies).every(
    ([name, version]) => readPackage(`node_modules/${name}/package.json`)?.version === version,
  );
}

/** @param {string} file */
function readPackage(file) {
  try {
    return JSON.parse(readFileSync(folder + file, 'utf8'));
  } catch {
    return undefined;
  }
}
