import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { freePort } from '../support/service.js';
import { until } from '../support/until.js';

/** OpenStack Swift on the loopback, with a folder of its own and an empty bucket `documents`: it speaks S3 as well. */
export class Swift {
  readonly #children: ChildProcess[] = [];
  #said = '';

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  /** Of `filesUrl`. */
  static readonly credentials = { AWS_ACCESS_KEY_ID: 'test:tester', AWS_SECRET_ACCESS_KEY: 'testing' };

  static async start(): Promise<Swift> {
    const swift = new Swift(await mkdtemp(join(tmpdir(), 're-swift-')), await freePort());
    try {
      await mkdir(join(swift.folder, 'node/d1'), { recursive: true });
      for (const kind of ['account', 'container', 'object']) await swift.#storage(kind);
      const cache = await freePort();
      swift.#spawn('memcached', ['-u', 'root', '-l', '127.0.0.1', '-p', String(cache)]);
      await swift.#proxy(cache);
      await swift.#makeBucket();
    } catch (error) {
      await swift.stop();
      throw error;
    }
    return swift;
  }

  filesUrl(prefix: string): string {
    return `s3://documents/${prefix}?endpoint=${encodeURIComponent(this.#endpoint)}`;
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }),
    );
    await rm(this.folder, { recursive: true, force: true });
  }

  get #endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async #storage(kind: string): Promise<void> {
    const port = await freePort();
    const builder = (...words: string[]): void =>
      void execFileSync('swift-ring-builder', [`${kind}.builder`, ...words], { cwd: this.folder });
    builder('create', '4', '1', '1');
    builder('add', `r1z1-127.0.0.1:${port}/d1`, '1');
    builder('rebalance');
    const devices = `devices = ${this.folder}/node\nmount_check = false`;
    await this.#serve(kind, port, devices, `pipeline = ${kind}-server`, `use = egg:swift#${kind}`);
  }

  async #proxy(cache: number): Promise<void> {
    const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = Swift.credentials;
    const filter = (name: string, rest = '', use = name): string =>
      `[filter:${name}]\nuse = egg:swift#${use}\n${rest}\n`;
    const app = `use = egg:swift#proxy
account_autocreate = true
${filter('catch_errors')}
${filter('cache', `memcache_servers = 127.0.0.1:${cache}`, 'memcache')}
${filter('s3api')}
${filter('tempauth', `user_${id.replace(':', '_')} = ${secret} .admin`)}
${filter('bulk')}
${filter('slo')}`;
    const pipeline = 'pipeline = catch_errors cache s3api tempauth bulk slo proxy-server';
    await this.#serve('proxy', this.port, '', pipeline, app);
  }

  async #serve(kind: string, port: number, rest: string, pipeline: string, app: string): Promise<void> {
    const config = join(this.folder, `${kind}.conf`);
    await writeFile(
      config,
      `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = root
swift_dir = ${this.folder}
log_address = ${this.folder}/nobody-logs
${rest}
[pipeline:main]
${pipeline}
[app:${kind}-server]
${app}
`,
    );
    this.#spawn(`swift-${kind}-server`, [config, '--verbose']);
  }

  #spawn(program: string, words: string[]): void {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.#said = (this.#said + chunk.toString()).slice(-5000)));
    child.on('error', (error) => (this.#said += error.message));
    this.#children.push(child);
  }

  async #makeBucket(): Promise<void> {
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = Swift.credentials;
    const client = new S3Client({
      ...{ endpoint: this.#endpoint, region: 'us-east-1', forcePathStyle: true, maxAttempts: 1 },
      credentials: { accessKeyId, secretAccessKey },
    });
    try {
      await until(
        'Swift has a bucket',
        () =>
          client.send(new CreateBucketCommand({ Bucket: 'documents' })).then(
            () => true,
            () => false,
          ),
        40,
      );
    } catch (error) {
      throw new Error(`Swift does not start: ${this.#said}`, { cause: error });
    } finally {
      client.destroy();
    }
  }
}
