import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

interface Running {
  run(): Promise<{ port: number }>;
  close(): Promise<void>;
}
type Implementation = new (options: Record<string, unknown>) => Running;

/** The id is the only one that the server knows. */
export const S3_CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'S3RVER',
  AWS_SECRET_ACCESS_KEY: 'a-secret-that-nobody-must-tell',
};

export interface SeenRequest {
  method: string;
  /** Path and query. */
  url: string;
  /** Of the body. */
  bytes: number;
}

/**
 * A server that speaks S3 on the loopback, behind a gate. The gate sees all requests, makes trouble, and checks what
 * the server does not: that each body has the hash that was signed and the checksum that was promised.
 */
export class S3Server {
  readonly seen: SeenRequest[] = [];
  /** How many bodies were under way at one time. */
  mostAtOnce = 0;
  /** Answers instead of the server, or has a request wait; undefined lets it pass. */
  trouble: (seen: SeenRequest) => 'hang' | number | 'damage' | undefined = () => undefined;
  #atOnce = 0;
  /** The last request for each object. */
  readonly #turns = new Map<string, Promise<void>>();
  #gate: Server;
  #port = 0;

  private constructor(
    private readonly behind: number,
    private readonly end: () => Promise<void>,
    /** Whether the server behind checks nothing. */
    private readonly isTrusting: boolean,
  ) {}

  /** s3rver, with an empty bucket `documents`. */
  static async start(): Promise<S3Server> {
    const folder = await mkdtemp(join(tmpdir(), 're-s3-'));
    const S3rver = createRequire(import.meta.url)('s3rver') as Implementation;
    const server = new S3rver({
      address: '127.0.0.1',
      port: 0,
      silent: true,
      vhostBuckets: false,
      directory: folder,
      configureBuckets: [{ name: 'documents', configs: [] }],
    });
    const { port } = await server.run();
    const end = async (): Promise<void> => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    };
    return S3Server.inFrontOf(port, end, true);
  }

  /** Any other one, which `end` ends. */
  static async inFrontOf(port: number, end: () => Promise<void>, isTrusting = false): Promise<S3Server> {
    const server = new S3Server(port, end, isTrusting);
    await server.up();
    return server;
  }

  filesUrl(prefix: string, bucket = 'documents'): string {
    return `s3://${bucket}/${prefix}?endpoint=${encodeURIComponent(`http://127.0.0.1:${this.#port}`)}`;
  }

  /** What was asked for, such as `PUT` or `/uploads/`. */
  matching(method: string, url = /./): SeenRequest[] {
    return this.seen.filter((seen) => seen.method === method && url.test(seen.url));
  }

  /** As somebody else with rights on the bucket, past the gate. */
  async overwrite({ url }: SeenRequest, body: string): Promise<void> {
    const path = new URL(url, 'http://localhost').pathname;
    const answer = await fetch(`http://127.0.0.1:${this.behind}${path}`, { method: 'PUT', body });
    if (!answer.ok) throw new Error(await answer.text());
  }

  /** Nobody listens any more, and what was under way is cut off. */
  async down(): Promise<void> {
    if (!this.#gate.listening) return;
    const closed = once(this.#gate, 'close');
    this.#gate.close();
    this.#gate.closeAllConnections();
    await closed;
  }

  async up(): Promise<void> {
    if (this.#gate?.listening) return;
    this.#gate = createServer((incoming, response) => {
      this.pass(incoming, response).catch(() => response.destroy());
    });
    this.#gate.listen(this.#port, '127.0.0.1');
    await once(this.#gate, 'listening');
    this.#port = (this.#gate.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    await this.down();
    await this.end();
  }

  private async pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    if (incoming.headers['content-length'] !== '0') this.#atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
    try {
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const { method = '', url = '', headers } = incoming;
      const seen = { method, url, bytes: body.length };
      this.seen.push(seen);
      const trouble = this.trouble(seen);
      if (trouble === 'hang') return void (await once(response, 'close'));
      if (typeof trouble === 'number') return refuse(response, trouble, 'InTrouble');
      if (trouble === 'damage' && body.length > 0) body[0] = (body[0] ?? 0) ^ 1;
      if (!this.isTrusting) return await this.forward(incoming, body, response);
      const hash = createHash('sha256').update(body);
      const [hex, base64] = [hash.copy().digest('hex'), hash.digest('base64')];
      const checksum = headers['x-amz-checksum-sha256'];
      if (
        method === 'PUT' &&
        body.length > 0 &&
        checksum === undefined &&
        !url.includes('recordengine-store')
      ) {
        return refuse(response, 400, 'NoChecksum');
      }
      if (headers['x-amz-content-sha256'] !== hex) return refuse(response, 400, 'XAmzContentSHA256Mismatch');
      if (checksum !== undefined && checksum !== base64) return refuse(response, 400, 'BadDigest');
      await this.forward(incoming, body, response);
    } finally {
      if (incoming.headers['content-length'] !== '0') this.#atOnce -= 1;
    }
  }

  /** One after the other for an object: s3rver writes it over in steps, between which it is absent, as in no S3. */
  private async forward(incoming: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://localhost');
    const object = `${pathname} ${searchParams.get('partNumber') ?? ''}`;
    const before = this.#turns.get(object);
    const turn = (async (): Promise<void> => {
      await before?.catch(() => undefined);
      await this.answer(incoming, body, response);
    })();
    this.#turns.set(object, turn);
    await turn.finally(() => {
      if (this.#turns.get(object) === turn) this.#turns.delete(object);
    });
  }

  private async answer(incoming: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const { method, url: path, headers } = incoming;
    const onward = request({ host: '127.0.0.1', port: this.behind, method, path, headers, agent: false });
    onward.end(body);
    const [answer] = (await once(onward, 'response')) as [IncomingMessage];
    onward.on('error', () => response.destroy());
    if (this.isTrusting && headers.range === 'bytes=0-0' && answer.statusCode === 206) {
      // s3rver takes the last byte 0 for none given.
      const [first] = (await once(answer, 'data')) as [Buffer];
      response
        .writeHead(206, { 'content-range': 'bytes 0-0/*', 'content-length': 1 })
        .end(first.subarray(0, 1));
      answer.destroy();
      return;
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
    await finished(response).catch(() => undefined); // it may be closed already
    answer.destroy();
  }
}

function refuse(response: ServerResponse, status: number, code: string): void {
  const said = 'with the key and a-secret-that-nobody-must-tell'; // a careless store
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${said}</Message></Error>`);
}
