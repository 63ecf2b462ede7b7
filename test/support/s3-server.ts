import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Running {
  run(): Promise<{ port: number }>;
  close(): Promise<void>;
}
type Implementation = new (options: Record<string, unknown>) => Running;

/** The only key that the server knows. */
export const S3_CREDENTIALS = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };

/** A server that speaks S3 on the loopback, with one empty bucket. */
export class S3Server {
  private closed = false;

  private constructor(
    private readonly server: Running,
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(): Promise<S3Server> {
    Object.assign(process.env, S3_CREDENTIALS);
    const folder = await mkdtemp(join(tmpdir(), 're-s3-'));
    const S3rver = createRequire(import.meta.url)('s3rver') as Implementation;
    const server = new S3rver({
      address: '127.0.0.1',
      port: 0,
      silent: true,
      directory: folder,
      configureBuckets: [{ name: 'documents', configs: [] }],
    });
    const { port } = await server.run();
    return new S3Server(server, folder, port);
  }

  filesUrl(prefix: string): string {
    return `s3://documents/${prefix}?endpoint=${encodeURIComponent(`http://127.0.0.1:${this.port}`)}`;
  }

  /** Goes away, as a server that is down. */
  async close(): Promise<void> {
    if (!this.closed) await this.server.close();
    this.closed = true;
  }

  async stop(): Promise<void> {
    await this.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
