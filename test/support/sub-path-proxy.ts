import { once } from 'node:events';
import { createServer, request as send, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Stands in front of the service, on a host that others share: what is asked for below `/records` goes there without
 * that, and everything else is somebody else's. As nginx does with `location /records/ { proxy_pass http://…/; }`.
 */
export class SubPathProxy {
  static readonly PATH = '/records';
  /** `<status> <method> <path>` of what was asked of the service. */
  readonly answered: string[] = [];
  /** What was asked of this host beside it. */
  readonly strayed: string[] = [];
  /** The service, which has to know the address of the proxy before it starts. */
  target = '';

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      const { method = '', url = '', headers } = request;
      if (!url.startsWith(`${SubPathProxy.PATH}/`)) {
        this.strayed.push(`${method} ${url}`);
        response.writeHead(404).end();
        return;
      }
      const path = url.slice(SubPathProxy.PATH.length);
      const { host } = new URL(this.target);
      const onward = send(new URL(this.target).origin + path, { method, headers: { ...headers, host } });
      onward.on('response', (answer) => {
        this.answered.push(`${answer.statusCode} ${method} ${path}`);
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.flushHeaders();
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      response.on('close', () => onward.destroy());
      request.pipe(onward);
    });
  }

  static async start(): Promise<SubPathProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new SubPathProxy(server);
  }

  /** The PUBLIC_BASE_URL of the service. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${SubPathProxy.PATH}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
