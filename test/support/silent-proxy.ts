import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * Between the service and PostgreSQL. Once it is told to be silent, nothing passes any more, either way, on connections
 * that introduced themselves with `name`, and nobody is told: as when a firewall has forgotten them.
 */
export class SilentProxy {
  readonly #sockets = new Set<Socket>();
  #silent = false;
  #withheld = 0;

  private constructor(
    private readonly server: Server,
    target: { host: string; port: number },
    name: string,
  ) {
    server.on('connection', (client) => {
      const upstream = connect(target);
      let isNamed = false;
      client.once('data', (startup) => (isNamed = startup.includes(name)));
      const pass = (from: Socket, to: Socket) =>
        from.on('data', (chunk) => {
          if (isNamed && this.#silent) this.#withheld += chunk.length;
          else to.write(chunk);
        });
      pass(client, upstream);
      pass(upstream, client);
      for (const socket of [client, upstream]) {
        this.#sockets.add(socket);
        socket
          .on('error', () => undefined)
          .on('close', () => {
            this.#sockets.delete(socket);
            client.destroy();
            upstream.destroy();
          });
      }
    });
  }

  static async start(target: { host: string; port: number }, name: string): Promise<SilentProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new SilentProxy(server, target, name);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Bytes that did not pass. */
  get withheld(): number {
    return this.#withheld;
  }

  silence(): void {
    this.#silent = true;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}
