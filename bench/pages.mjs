// `npm run bench:pages`: measures the pages in a browser (test/system/weight-of-a-page.system.ts) and writes their
// section of docs/benchmarks.md. `-- --loads 9` is how often each is opened.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { describeMachine } from './lib/machine.mjs';
import { withPages } from './lib/pages-section.mjs';
import { root } from './lib/paths.mjs';

const { values } = parseArgs({ options: { loads: { type: 'string', default: '9' } } });
const [load = 0] = loadavg();
const report = join(root, 'docs/benchmarks.md');
const folder = mkdtempSync(join(tmpdir(), 're-pages-'));
const measuredFile = join(folder, 'measured.json');
try {
  const { status } = spawnSync('npm', ['run', '--silent', 'test:system', '--', 'weight-of-a-page'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PAGE_LOADS: values.loads, PAGE_WEIGHTS: measuredFile },
  });
  if (status !== 0) throw new Error('The pages do not pass their test, so nothing is written');
  const measured = JSON.parse(readFileSync(measuredFile, 'utf8'));
  const text = withPages(readFileSync(report, 'utf8'), section(measured));
  const settings = await resolveConfig(report);
  writeFileSync(report, await format(text, { ...settings, parser: 'markdown' }));
  console.log(`${report} is written`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {{ chromium: string, loads: number, rows: string[][] }} measured */
function section({ chromium, loads, rows }) {
  const machine = describeMachine();
  const heads = [
    ['', 'Useful after', 'Requests by then', 'KB by then', 'Requests in all', 'KB in all'],
    ['First page drawn after', 'Requests of the viewer', 'KB of the viewer'],
  ].flat();
  return [
    '## Pages',
    `Written by \`npm run bench:pages\`: ${new Date().toISOString().slice(0, 10)}, ${machine.cpu}, ${machine.memory}, ` +
      `${machine.system}, Node ${machine.node}, Chromium ${chromium}, load average ${load.toFixed(1)} before. ${loads} loads of each with an empty cache, in a window ` +
      'of 1280 × 900 and over the loopback; median (lowest to highest) of the times, median of the others.',
    [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    [
      '- Useful: name, status and fields of the document, or the first rows, are painted. Times run from the navigation and',
      '  are those of the frame after; the browser, the service and PostgreSQL share the processor.',
      '- KB are of 1,024 bytes and what came over the wire, packed, with headers: the page, what it is made of, and its data.',
      '  A request counts as “by then” when it had begun.',
      '- The viewer is pdf.js and the file that it shows. It comes when there is a PDF, and the fields do not wait for it.',
    ].join('\n'),
  ].join('\n\n');
}
