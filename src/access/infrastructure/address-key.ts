import ipaddr from 'ipaddr.js';

/** What attempts from an address are counted under. A subscriber has at least a /64 of IPv6: the rest tells nothing. */
export function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv6' ? parsed.toByteArray().slice(0, 8).join('.') : parsed.toString();
}
