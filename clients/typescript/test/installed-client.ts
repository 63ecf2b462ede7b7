import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const client = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

/** A project somewhere else that has installed the package as it would be published. Nothing is fetched. */
export class InstalledClient {
  private constructor(readonly folder: string) {}

  static async create(): Promise<InstalledClient> {
    const folder = await mkdtemp(join(tmpdir(), 're-client-'));
    await writeFile(join(folder, 'package.json'), '{"name":"project","private":true,"type":"module"}');
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const quietly = ['--silent', '--offline', '--no-audit', '--no-fund'];
    await run(npm, ['pack', client, '--pack-destination', folder, ...quietly], { cwd: folder });
    await run(npm, ['install', './recordengine-client-0.1.0.tgz', ...quietly], { cwd: folder });
    await cp(join(client, 'examples'), join(folder, 'examples'), { recursive: true });
    return new InstalledClient(folder);
  }

  async write(name: string, content: string): Promise<string> {
    const file = join(this.folder, name);
    await writeFile(file, content);
    return file;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
