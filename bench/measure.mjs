import { measureThroughput } from './throughput.mjs';

/** @param {import('./lib/world.mjs').World} world */
export async function measure(world) {
  const started = performance.now();
  const say = (/** @type {string} */ line) =>
    console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`);
  if (world.options.wants('throughput')) console.log(await measureThroughput(world, say));
}
