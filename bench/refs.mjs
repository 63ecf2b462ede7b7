// `npm run bench:refs`: look-ups by external_refs among few and many documents, and the scanner beside `JSON.parse`.
// Writes docs/benchmarks-refs.md. Everything stays on the loopback.
import { ensureBuilt } from '../scripts/build.mjs';
import { whenToldToEnd } from '../scripts/told-to-end.mjs';
import { readOptions } from './refs/options.mjs';

const options = readOptions(process.argv.slice(2));
await ensureBuilt();

const { measure } = await import('./refs/measure.mjs'); // which needs it
const { World } = await import('./lib/world.mjs');

const world = await World.open();
whenToldToEnd((code) => void world.close().finally(() => process.exit(code)));
try {
  await measure(world, options);
} catch (error) {
  if (!world.closing) throw error;
} finally {
  if (!world.closing) await world.close();
}
