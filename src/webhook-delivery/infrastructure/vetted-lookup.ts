import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { AddressPolicy } from './address-policy.js';

export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/** A host has addresses, and none that a webhook may be sent to. */
export class AddressRefused extends Error {
  readonly code = 'ADDRESS_REFUSED';

  constructor(
    readonly hostname: string,
    readonly addresses: string[],
  ) {
    super(`${hostname} is refused`);
  }
}

/** Looks up hosts for connections: gives only addresses that are allowed, so a connection goes to a vetted one. */
export class VettedLookup {
  // getaddrinfo takes one of the four threads that also read files; a dead name must take one, not one per send.
  readonly #running = new Map<string, Promise<LookupAddress[]>>();

  constructor(
    private readonly policy: AddressPolicy,
    private readonly resolve: Resolve = resolveWithSystem,
  ) {}

  /**
   * A name or an address literal (IPv6 without brackets).
   * @throws {AddressRefused} and the error of the resolver when the name has no address
   */
  async addresses(hostname: string): Promise<LookupAddress[]> {
    const family = isIP(hostname);
    const found = family > 0 ? [{ address: hostname, family }] : await this.#lookUp(hostname);
    const allowed = found.filter(({ address }) => this.policy.allows(address));
    if (allowed.length > 0) return allowed;
    throw new AddressRefused(
      hostname,
      found.map(({ address }) => address),
    );
  }

  /** For `net.connect`, which does not call it for address literals. */
  readonly forConnect: LookupFunction = (hostname, options, callback) => {
    this.addresses(hostname).then(
      (found) => {
        if (options.all) callback(null, found);
        else callback(null, found[0]!.address, found[0]!.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };

  #lookUp(hostname: string): Promise<LookupAddress[]> {
    let running = this.#running.get(hostname);
    if (!running) {
      running = this.resolve(hostname).finally(() => this.#running.delete(hostname));
      this.#running.set(hostname, running);
    }
    return running;
  }
}

/** As the system does it: hosts file, DNS, and what else is configured. */
function resolveWithSystem(hostname: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(hostname, { all: true }, (error, found) => (error ? reject(error) : resolve(found)));
  });
}
