import { fileURLToPath } from 'node:url';
import { Child } from '../lib/child.mjs';
import { mostFinding } from '../lib/finding.mjs';
import { nodeFlags } from '../lib/paths.mjs';
import { shapes } from './shapes.mjs';

/**
 * What checks external_refs, beside `JSON.parse` of the same text, in a process with the flags of the service.
 * @param {import('./options.mjs').Options} options @param {(line: string) => void} say
 */
export async function measureScanner({ quick }, say) {
  const file = fileURLToPath(new URL('scanner.process.mjs', import.meta.url));
  const results = [];
  for (const name of Object.keys(shapes)) {
    const child = new Child('The scanner', file, { nodeFlags, args: [name, quick ? '20' : '200'] });
    /** @type {{ bytes: number, parse: number[], refs: number[] }} µs by round */
    const { bytes, parse, refs } = await child.message(120_000);
    await child.exited;
    const ratios = refs.map((time, round) => time / parse[round]);
    const finding = mostFinding(`Check of external_refs, against \`JSON.parse\`: ${name}`, ratios, 1);
    say(`${finding.what}: ${finding.measured}`);
    results.push({ name, bytes, parse, refs, finding });
  }
  return results;
}
