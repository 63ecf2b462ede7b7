import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DescribedApi } from './described-api.js';
import { until } from './until.js';

export const TEST_TOKEN = `re_${'0123456789'.repeat(4)}`;
const SECRETS_KEY = Buffer.alloc(32, 1).toString('base64');
const main = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
/** Beside a chaos run and a browser on two cores it takes half of that. */
const STARTS_WITHIN_SECONDS = 90;
/** Those of `npm start`. */
const START_FLAGS = ['--single-threaded-gc', '--min-semi-space-size=32', '--max-semi-space-size=32'];

/** The real service in a process of its own, on a free port of the loopback. */
export class Service {
  private output = '';

  private constructor(
    readonly url: string,
    readonly dataDir: string,
    readonly process: ChildProcess,
    private readonly ownsDataDir: boolean,
    private readonly basePath: string,
  ) {
    for (const stream of [process.stdout, process.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output = (this.output + chunk.toString()).slice(-50_000)));
    }
  }

  /** `env` overrides; pass the `dataDir` of another one to share or to continue it. */
  static async start(
    env: Record<string, string> & { DATABASE_URL: string },
    dataDir?: string,
  ): Promise<Service> {
    const service = await Service.launch(env, dataDir);
    await until(
      'the service is ready',
      async () => {
        if (service.process.exitCode !== null) throw new Error(`The service ended:\n${service.output}`);
        return (await fetch(`${service.url}/readyz`).catch(() => undefined))?.ok;
      },
      STARTS_WITHIN_SECONDS,
    );
    return service;
  }

  /** Starts it and does not wait. */
  static async launch(env: Record<string, string>, dataDir?: string): Promise<Service> {
    const port = Number(env['PORT'] ?? (await freePort()));
    const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 're-service-')));
    // The flags are those of `npm start`.
    const child = spawn(process.execPath, [...START_FLAGS, main], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        DATA_DIR: folder,
        SECRETS_KEY,
        RECORDENGINE_TOKEN: TEST_TOKEN,
        WEBHOOK_ALLOWED_CIDRS: '127.0.0.0/8',
        LOG_LEVEL: 'info',
        ...env,
      },
    });
    const basePath = new URL(env['PUBLIC_BASE_URL'] ?? 'http://localhost').pathname.replace(/\/$/, '');
    return new Service(`http://127.0.0.1:${port}`, folder, child, dataDir === undefined, basePath);
  }

  get log(): string {
    return this.output;
  }

  /** A request with the admin token. The answer must be a described one, unless the test breaks the service. */
  async fetch(path: string, init: RequestInit = {}, { mayBreak = false } = {}): Promise<Response> {
    const url = new URL(path, this.url);
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${TEST_TOKEN}`);
    const response = await fetch(url, { redirect: 'manual', ...init, headers });
    if (mayBreak && response.status === 500) return response;
    const isText = /json|^text/.test(response.headers.get('content-type') ?? '');
    DescribedApi.committed.check(init.method ?? 'GET', this.withoutBasePath(url), {
      status: response.status,
      headers: response.headers,
      text: isText ? await response.clone().text() : '',
    });
    return response;
  }

  private withoutBasePath({ pathname }: URL): string {
    return pathname.startsWith(`${this.basePath}/`) ? pathname.slice(this.basePath.length) : pathname;
  }

  /** A JSON request with the admin token; the answer's status, headers, text and parsed body. */
  async json<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    options: { mayBreak?: boolean } = {},
  ): Promise<Answer<T>> {
    const response = await this.fetch(
      path,
      {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      },
      options,
    );
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (isJson ? JSON.parse(text) : undefined) as T,
    };
  }

  async signal(name: NodeJS.Signals): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exit = once(this.process, 'exit');
    this.process.kill(name);
    await exit;
  }

  /** Ends it in an orderly way and removes its folder, unless that was lent to it. */
  async stop(): Promise<void> {
    await this.signal('SIGTERM');
    if (this.ownsDataDir) await rm(this.dataDir, { recursive: true, force: true });
  }
}

export interface Answer<T> {
  status: number;
  headers: Headers;
  text: string;
  body: T;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
