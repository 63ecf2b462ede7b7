/**
 * Whether the address is in a list of senders, in lower case: whole addresses, and `@example.com` for all of a domain
 * (not those below it).
 */
export function isSenderOf(address: string, senders: readonly string[]): boolean {
  const lower = address.trim().toLowerCase();
  const at = lower.lastIndexOf('@');
  return at > 0 && (senders.includes(lower) || senders.includes(lower.slice(at)));
}
