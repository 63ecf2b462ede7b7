import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from './script.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const END = '=== end of block';

/** The shell blocks with a `curl` in a page, run in one shell from the root of the repository, as they stand there. */
export class ShellTour {
  static readonly canRun = spawnSync('sh', ['-c', 'command -v curl && command -v bash']).status === 0;

  private constructor(
    readonly code: number | NodeJS.Signals,
    readonly output: string,
    /** How often `curl` is written. */
    readonly written: number,
    /** `<status> <address>` of every request, in order. */
    readonly statuses: string[],
    /** What each block printed, and the text block that may follow it on the page to show that. */
    readonly blocks: { printed: string; shown: string | undefined }[],
  ) {}

  /** `given` replaces what the page exports under these names. */
  static async run(markdown: string, given: Record<string, string>): Promise<ShellTour> {
    const blocks = [...markdown.matchAll(/^```sh\n(.*?)^```\n(?:\s*```text\n(.*?)^```\n)?/gms)]
      .map(([, shell = '', shown]) => ({ shell, shown }))
      .filter(({ shell }) => /\bcurl\b/.test(shell));
    const script = blocks
      .map(({ shell }) => `${shell}\nprintf '\\n${END}\\n'\n`)
      .join('')
      .replace(/^export (\w+)=.*$/gm, (line, name: string) => (given[name] === undefined ? line : ''));
    const folder = await mkdtemp(join(tmpdir(), 're-tour-'));
    try {
      const log = join(folder, 'statuses');
      await writeFile(log, '');
      const curl = join(folder, 'curl'); // tells the status of every answer; the words of the page are not touched
      await writeFile(
        curl,
        `#!/bin/sh\nPATH="$REAL_PATH"\nexec curl -w '%{stderr}%{http_code} %{url_effective}\\n' "$@" 2>>'${log}'\n`,
      );
      await chmod(curl, 0o755);
      const path = process.env['PATH'] ?? '';
      const env = { ...given, PATH: `${folder}:${path}`, REAL_PATH: path };
      const run = Script.run(['bash', '-c', script], env, root);
      const code = await run.ended;
      const printed = run.output.split(`\n${END}\n`);
      return new ShellTour(
        code,
        run.output,
        (script.match(/\bcurl\b(?=\s+["'$-])/g) ?? []).length,
        (await readFile(log, 'utf8')).trim().split('\n'),
        blocks.map(({ shown }, index) => ({ printed: printed[index] ?? '', shown })),
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Requests that were not answered with 2xx. */
  get refused(): string[] {
    return this.statuses.filter((line) => !/^2\d\d /.test(line));
  }
}
