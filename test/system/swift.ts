import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/service.js';
import { until } from '../support/until.js';

/** The programs of Debian's packages read their secret from /etc only. */
const RUN = `
import sys
import swift.common.utils as utils
utils.SWIFT_CONF_FILE = sys.argv[3] + '/swift.conf'
from swift.common.wsgi import run_wsgi
sys.exit(run_wsgi(sys.argv[2], sys.argv[1]))
`;
const KINDS = ['account', 'container', 'object'] as const;

/** OpenStack Swift with its S3 API, on the loopback, with one device in a folder of its own. */
export class Swift {
  static readonly CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test:tester', AWS_SECRET_ACCESS_KEY: 'testing' };
  readonly #children: ChildProcess[] = [];
  #output = '';

  private constructor(
    private readonly folder: string,
    readonly port: number,
  ) {}

  static async start(): Promise<Swift> {
    const swift = new Swift(await mkdtemp(join(tmpdir(), 're-swift-')), await freePort());
    try {
      await swift.begin();
      return swift;
    } catch (error) {
      await swift.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    for (const child of this.#children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private async begin(): Promise<void> {
    await mkdir(join(this.folder, 'devices', 'sdb1'), { recursive: true });
    await this.write('swift.conf', '[swift-hash]\nswift_hash_path_suffix = tests\n');
    for (const kind of KINDS) {
      const port = await freePort();
      const builder = join(this.folder, `${kind}.builder`);
      for (const words of [
        ['create', '4', '1', '1'],
        ['add', `r1z1-127.0.0.1:${port}/sdb1`, '1'],
        ['rebalance'],
      ]) {
        const { status, stdout } = spawnSync('swift-ring-builder', [builder, ...words], { encoding: 'utf8' });
        if (status !== 0 && status !== 1) throw new Error(stdout); // 1: a warning
      }
      await this.serve(
        kind,
        port,
        `devices = ${this.folder}/devices\nmount_check = false\nfallocate_reserve = 0`,
        `[pipeline:main]\npipeline = ${kind}-server\n[app:${kind}-server]\nuse = egg:swift#${kind}\n`,
      );
    }
    const filters = ['catch_errors', 'listing_formats', 's3api', 'tempauth', 'bulk', 'slo', 'dlo'];
    const settings: Record<string, string> = {
      s3api: 'auth_pipeline_check = true\nlocation = us-east-1\n',
      tempauth: 'user_test_tester = testing .admin\n',
    };
    await this.serve(
      'proxy',
      this.port,
      '',
      `[pipeline:main]\npipeline = ${filters.join(' ')} proxy-server\n` +
        filters.map((name) => `[filter:${name}]\nuse = egg:swift#${name}\n${settings[name] ?? ''}`).join('') +
        `[app:proxy-server]\nuse = egg:swift#proxy\naccount_autocreate = true\n`,
    );
    await until('Swift answers', async () => {
      const ended = this.#children.find((child) => child.exitCode !== null);
      if (ended) throw new Error(`A process of Swift ended:\n${this.#output}`);
      return fetch(`http://127.0.0.1:${this.port}/`).catch(() => undefined);
    });
  }

  private async serve(kind: string, port: number, settings: string, rest: string): Promise<void> {
    const path = await this.write(
      `${kind}-server.conf`,
      `[DEFAULT]\nbind_ip = 127.0.0.1\nbind_port = ${port}\nworkers = 0\nuser = root\nswift_dir = ${this.folder}\n` +
        `${settings}\n${rest}`,
    );
    const child = spawn('/usr/bin/python3', ['-c', RUN, `${kind}-server`, path, this.folder], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.#output = (this.#output + chunk.toString()).slice(-20_000)));
    }
    this.#children.push(child);
  }

  private async write(name: string, text: string): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, text);
    return path;
  }
}
