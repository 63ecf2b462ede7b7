import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Between mail clients and their server: knows what they say, and can make one of them wait for a mail. */
export class ImapProxy {
  /** Commands, in the order in which they were given, over whichever connection. */
  readonly sent: string[] = [];
  readonly #sockets = new Set<Socket>();
  #isWaiting = false;
  #held: (() => void)[] | undefined;

  private constructor(
    private readonly server: Server,
    port: number,
  ) {
    server.on('connection', (client) => {
      const upstream = connect(port, '127.0.0.1');
      let isHeld = false;
      client.on('data', (chunk) => {
        this.sent.push(...chunk.toString('latin1').split('\r\n').filter(Boolean));
        if (this.#isWaiting && /BODY(\.PEEK)?\[\]/.test(chunk.toString('latin1'))) {
          this.#isWaiting = false;
          this.#held = [];
          isHeld = true;
        }
        upstream.write(chunk);
      });
      upstream.on('data', (chunk) => {
        if (isHeld && this.#held) this.#held.push(() => client.write(chunk));
        else client.write(chunk);
      });
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

  static async start(port: number): Promise<ImapProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ImapProxy(server, port);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Whoever asks next for the content of a mail waits for it. */
  holdFirstContent(): void {
    this.#isWaiting = true;
  }

  /** Whether there is a content that somebody waits for. */
  get isHolding(): boolean {
    return this.#held !== undefined && this.#held.length > 0;
  }

  letGo(): void {
    for (const write of this.#held ?? []) write();
    this.#held = undefined;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}
