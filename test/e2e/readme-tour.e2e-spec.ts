import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Script } from '../support/script.js';
import { Service, TEST_TOKEN } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const CURL = spawnSync('sh', ['-c', 'command -v curl && command -v bash']).status === 0;
const END = '=== end of block';

/** In the order in which they are read; the second one goes on where the first ends. */
const PAGES = ['README.md', 'docs/api.md'];

/** Shell blocks with a `curl` in them, and the text block that may follow to show what the last one prints. */
async function blocks(): Promise<{ shell: string; output: string | undefined }[]> {
  const pages = await Promise.all(PAGES.map((page) => readFile(join(root, page), 'utf8')));
  const found = pages.join('\n').matchAll(/^```sh\n(.*?)^```\n(?:\s*```text\n(.*?)^```\n)?/gms);
  return [...found]
    .map(([, shell = '', output]) => ({ shell, output }))
    .filter(({ shell }) => /\bcurl\b/.test(shell));
}

/** The curl lines for newcomers, in order and as they stand there, in one shell. */
describe('The tour in README.md and docs/api.md', () => {
  let database: TestDatabase;
  let service: Service;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 're-tour-'));
    database = await TestDatabase.create();
    service = await Service.start({ DATABASE_URL: database.url });
  });
  afterAll(async () => {
    await service?.stop();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  (CURL ? it : it.skip)(
    'works as it is written (needs curl and bash)',
    async () => {
      const tour = await blocks();
      const log = join(folder, 'statuses');
      await writeFile(log, '');
      const curl = join(folder, 'curl'); // tells the status of every answer; the words of the README are not touched
      await writeFile(
        curl,
        `#!/bin/sh\nPATH="$REAL_PATH"\nexec curl -w '%{stderr}%{http_code} %{url_effective}\\n' "$@" 2>>'${log}'\n`,
      );
      await chmod(curl, 0o755);

      const given: Record<string, string> = { TOKEN: TEST_TOKEN, API: `${service.url}/api` };
      const script = tour
        .map(({ shell }) => `${shell}\nprintf '\\n${END}\\n'\n`)
        .join('')
        .replace(/^export (TOKEN|API)=.*$/gm, (_, name: string) => `export ${name}=${given[name]}`);
      const path = process.env['PATH'] ?? '';
      const run = Script.run(['bash', '-c', script], { PATH: `${folder}:${path}`, REAL_PATH: path }, root);
      expect([await run.ended, run.output]).toEqual([0, expect.any(String)]);

      const statuses = (await readFile(log, 'utf8')).trim().split('\n');
      const written = script.match(/\bcurl\b(?! and)/g) ?? [];
      expect(statuses.filter((line) => !/^2\d\d /.test(line))).toEqual([]);
      expect(statuses.length).toBeGreaterThanOrEqual(written.length);
      const printed = run.output.split(`\n${END}\n`);
      for (const [index, { output }] of tour.entries()) {
        if (output !== undefined) expect(squeezed(printed[index] ?? '')).toMatch(pattern(output));
      }
      expect(written.length).toBeGreaterThan(5);
    },
    60_000,
  );
});

/** `…` stands for anything. */
function pattern(output: string): RegExp {
  const parts = squeezed(output).split('…');
  return new RegExp(`${parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.*')}$`, 's');
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}
