import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

// What is not globally reachable: https://www.iana.org/assignments/iana-ipv4-special-registry, and multicast.
const IPV4_SPECIAL = ranges(
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local, where clouds keep their metadata
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
);
// Only this part of IPv6 is given out as global unicast (RFC 4291, https://www.iana.org/assignments/ipv6-address-space),
// without these special ranges in it (https://www.iana.org/assignments/iana-ipv6-special-registry).
const IPV6_GLOBAL = ranges('2000::/3');
const IPV6_SPECIAL = ranges(
  '2001::/23', // protocol assignments: Teredo, benchmarking, ORCHID
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '3fff::/20', // documentation
);

/** IPv6 addresses that stand for an IPv4 one, and the byte that it begins at. */
const EMBEDDED: { range: Range[]; at: number; inverted?: boolean }[] = [
  { range: ranges('::ffff:0:0/96'), at: 12 }, // IPv4-mapped
  { range: ranges('::ffff:0:0:0/96'), at: 12 }, // SIIT, RFC 7915
  { range: ranges('64:ff9b::/96'), at: 12 }, // NAT64, RFC 6052
  { range: ranges('64:ff9b:1::/48'), at: 12 }, // NAT64 of a network's own (RFC 8215), in the usual /96 layout
  { range: ranges('2002::/16'), at: 2 }, // 6to4
  { range: ranges('2001::/32'), at: 12, inverted: true }, // Teredo
];
const IPV4_MAPPED = ranges('::ffff:0:0/96');
const LOOPBACK = { ipv4: ranges('127.0.0.0/8'), ipv6: ranges('::1/128') };

/** Which addresses a webhook may be sent to: the global ones, and those in the ranges that the operator allows. */
export class AddressPolicy {
  readonly #allowed: Range[];

  constructor(allowedCidrs: readonly string[]) {
    this.#allowed = ranges(...allowedCidrs);
  }

  /**
   * `address` is a literal as Node writes it. An IPv6 address that stands for an IPv4 one is not global, so it needs
   * a range that allows it, and the IPv4 address must be allowed too. What is mapped (`::ffff:…`) is reached as that
   * IPv4 address, so the ranges of IPv4 hold for it.
   */
  allows(address: string): boolean {
    if (isIP(address) === 0) return false;
    return this.#allows(ipaddr.parse(address));
  }

  static isLoopback(address: string): boolean {
    if (isIP(address) === 0) return false;
    const ip = ipaddr.process(address);
    return within(ip, LOOPBACK[ip.kind()]);
  }

  #allows(ip: Address): boolean {
    if (within(ip, this.#allowed)) return embeddedIn(ip).every((ipv4) => this.#allows(ipv4));
    if (within(ip, IPV4_MAPPED)) return embeddedIn(ip).every((ipv4) => within(ipv4, this.#allowed));
    if (ip.kind() === 'ipv4') return !within(ip, IPV4_SPECIAL);
    return within(ip, IPV6_GLOBAL) && !within(ip, IPV6_SPECIAL);
  }
}

function ranges(...cidrs: string[]): Range[] {
  return cidrs.map((cidr) => ipaddr.parseCIDR(cidr));
}

function within(ip: Address, list: Range[]): boolean {
  return list.some(([base, bits]) => base.kind() === ip.kind() && ip.match(base, bits));
}

function embeddedIn(ip: Address): ipaddr.IPv4[] {
  const bytes = ip.toByteArray();
  return EMBEDDED.filter(({ range }) => within(ip, range)).map(({ at, inverted }) => {
    const ipv4 = bytes.slice(at, at + 4);
    return new ipaddr.IPv4(inverted ? ipv4.map((byte) => byte ^ 0xff) : ipv4);
  });
}
