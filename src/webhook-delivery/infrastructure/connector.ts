import { connect, isIP, type LookupFunction, type Socket, type TcpNetConnectOpts } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type SecureContext } from 'node:tls';
import type { EgressProxy } from './egress-proxy.js';
import type { VettedLookup } from './vetted-lookup.js';

/** Where requests go. */
export interface Origin {
  isTls: boolean;
  /** A name or an address literal, IPv6 without brackets. */
  hostname: string;
  port: number;
}

/** Who asks for a connection, and hears of it. */
export interface Line {
  /** It is wanted no more: nothing is connected. */
  readonly ended: boolean;
  /** Destroying the socket ends the attempt, too. */
  onSocket(socket: Socket): void;
  onReady(): void;
  /** The bytes are the socket's own again afterwards. */
  onBytes(bytes: Buffer): void;
  /** An `AddressRefused` or a `ProxyFailure`, or an error of the resolver or of the transport. */
  onError(error: Error): void;
  /** The other side has ended the connection, or it is closed; maybe both, one after the other. */
  onClosed(): void;
}

const READ_BYTES = 64 * 1024;
const KEEP_ALIVE_PROBES_MS = 60_000;
/**
 * For one address before the next is tried; the last one has what is left. Node gives up on one after 250 ms: less than
 * the way to another continent and back, or than the second in which a lost packet is sent again.
 */
const MAX_ADDRESS_MS = 2500;
/** A few KiB each: the certificates of the receiver are in it. */
const MAX_TLS_SESSIONS = 100;

/**
 * Opens connections to vetted addresses, with or without TLS and a proxy. It has no timeout for all of it: who asks,
 * gives up.
 */
export class Connector {
  /**
   * For all plain connections: what arrives is taken out before the next is read. Without it, Node takes 64 KiB of new
   * memory for each arrival.
   */
  readonly #readBuffer = Buffer.allocUnsafeSlow(READ_BYTES);
  readonly #tlsSessions = new Map<string, Buffer>();
  readonly #addressMs: number;

  /** @param timeoutMs after which who asks gives up */
  constructor(
    private readonly lookup: VettedLookup,
    timeoutMs: number,
    private readonly options: { proxy?: EgressProxy; secureContext?: SecureContext } = {},
  ) {
    this.#addressMs = Math.min(MAX_ADDRESS_MS, Math.floor(timeoutMs / 4));
  }

  async open(origin: Origin, line: Line): Promise<void> {
    try {
      const found = await this.lookup.addresses(origin.hostname);
      const addresses = found.map(({ address }) => address);
      const tunnel = await this.options.proxy?.connect(addresses, origin.port, line, this.#addressMs);
      if (line.ended) return void tunnel?.destroy();
      // These addresses and no others: the name is not looked up a second time.
      const lookup: LookupFunction = (_hostname, { all }, callback) =>
        all ? callback(null, found) : callback(null, found[0]!.address, found[0]!.family);
      const { hostname: host, port } = origin;
      const families = { autoSelectFamily: true, autoSelectFamilyAttemptTimeout: this.#addressMs };
      const to = { host, port, lookup, ...families };
      const socket = origin.isTls
        ? this.#secure(tunnel ? { host, socket: tunnel } : to, origin)
        : (tunnel ?? this.#plain(to, line));
      if (origin.isTls || tunnel) socket.on('data', (bytes: Buffer) => line.onBytes(bytes));
      socket
        .on('error', (error) => line.onError(error))
        .on('end', () => line.onClosed())
        .on('close', () => line.onClosed());
      line.onSocket(socket);
      const ready = (): void => {
        socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_PROBES_MS);
        line.onReady();
      };
      if (tunnel && !origin.isTls) ready();
      else socket.once(origin.isTls ? 'secureConnect' : 'connect', ready);
    } catch (error) {
      line.onError(error as Error);
    }
  }

  #plain(to: TcpNetConnectOpts, line: Line): Socket {
    const buffer = this.#readBuffer;
    const callback = (length: number): boolean => {
      line.onBytes(buffer.subarray(0, length));
      return true;
    };
    return connect({ ...to, onread: { buffer, callback } });
  }

  #secure(to: ConnectionOptions, { hostname, port }: Origin): Socket {
    const key = `${hostname}:${port}`;
    return connectTls({
      ...to,
      rejectUnauthorized: true, // whatever NODE_TLS_REJECT_UNAUTHORIZED says
      servername: isIP(hostname) === 0 ? hostname.replace(/\.$/, '') : '', // RFC 6066, 3: without a trailing dot
      ALPNProtocols: ['http/1.1'],
      secureContext: this.options.secureContext,
      session: this.#tlsSessions.get(key),
    })
      .on('session', (session: Buffer) => this.#keepSession(key, session))
      .on('error', () => this.#tlsSessions.delete(key));
  }

  #keepSession(key: string, session: Buffer): void {
    this.#tlsSessions.delete(key); // becomes the newest
    this.#tlsSessions.set(key, session);
    if (this.#tlsSessions.size <= MAX_TLS_SESSIONS) return;
    for (const oldest of this.#tlsSessions.keys()) return void this.#tlsSessions.delete(oldest);
  }
}
