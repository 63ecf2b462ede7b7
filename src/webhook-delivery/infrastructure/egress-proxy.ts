import { request, type IncomingMessage } from 'node:http';
import { isIPv6, type Socket } from 'node:net';

/** The proxy did not make a connection. The message names the proxy, and holds no credentials. */
export class ProxyFailure extends Error {
  /** @param receiverAway the proxy works, and says that it cannot reach the receiver */
  constructor(
    message: string,
    readonly receiverAway: boolean,
  ) {
    super(message);
  }
}

/** An HTTP proxy that is asked for connections with CONNECT (RFC 9110, 9.3.6), for http as for https. */
export class EgressProxy {
  readonly #credentials: { 'proxy-authorization'?: string } = {};

  /** @param url `http://[user:password@]host[:port]`, set by the operator: its own address is not vetted */
  constructor(
    private readonly url: URL,
    private readonly timeoutMs: number,
  ) {
    if (url.username === '' && url.password === '') return;
    const pair = [url.username, url.password].map(decodeURIComponent).join(':');
    this.#credentials['proxy-authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
  }

  /**
   * Tries one address after the other, as long as the proxy says that it is the receiver who is away. They are literals
   * that were vetted: the proxy has no name to look up. `asker` may end meanwhile.
   * @param addressMs for the proxy to answer for one address; for the last one it has what is left
   * @throws {ProxyFailure}
   */
  async connect(
    [address, ...others]: readonly string[],
    port: number,
    asker: { readonly ended: boolean },
    addressMs: number,
  ): Promise<Socket> {
    if (address === undefined) throw new Error('No address to connect to');
    try {
      return await this.#tunnel(
        `${isIPv6(address) ? `[${address}]` : address}:${port}`,
        others.length > 0 ? addressMs : this.timeoutMs,
      );
    } catch (error) {
      const goesOn = others.length > 0 && !asker.ended;
      if (goesOn && error instanceof ProxyFailure && error.receiverAway) {
        return this.connect(others, port, asker, addressMs);
      }
      throw error;
    }
  }

  #tunnel(authority: string, answerMs: number): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const asked = request({
        host: this.url.hostname.replace(/^\[|\]$/g, ''),
        port: this.url.port === '' ? 80 : this.url.port,
        method: 'CONNECT',
        path: authority,
        headers: { host: authority, ...this.#credentials },
        agent: false,
      });
      const fail = (words: string, receiverAway = false): void => {
        clearTimeout(timer);
        asked.destroy();
        reject(new ProxyFailure(`the proxy ${this.url.host} ${words}`, receiverAway));
      };
      // Half of the time of a send: so a proxy that is away is not taken for a receiver that does not answer.
      let timer = setTimeout(fail, this.timeoutMs / 2, 'accepts no connection in time');
      asked
        .on('socket', (socket) =>
          socket.once('connect', () => {
            clearTimeout(timer);
            timer = setTimeout(fail, answerMs, 'does not answer in time', true);
          }),
        )
        .on('connect', ({ statusCode = 0 }: IncomingMessage, socket: Socket, head: Buffer) => {
          socket.on('error', () => undefined); // until whoever takes it listens
          if (statusCode >= 200 && statusCode < 300) {
            clearTimeout(timer);
            if (head.length > 0) socket.unshift(head);
            return resolve(socket);
          }
          socket.destroy();
          // What proxies say of a receiver that they cannot reach, or not in time.
          if ([502, 503, 504].includes(statusCode)) fail(`cannot reach the receiver: ${statusCode}`, true);
          else fail(`refuses the connection: ${statusCode}`);
        })
        .on('error', (error: NodeJS.ErrnoException) => fail(`cannot be used (${error.code})`))
        .end();
    });
  }
}
