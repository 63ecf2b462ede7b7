import { describe, expect, it } from '@jest/globals';
import { MemoryFailedAttempts } from './memory-failed-attempts.js';

async function failures(attempts: MemoryFailedAttempts, addresses: string[]): Promise<number> {
  let refused = 0;
  for (const address of addresses) await attempts.note(address).catch(() => (refused += 1));
  return refused;
}

const times = (count: number, address: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => address(index));

describe('failed attempts', () => {
  it('lets twenty a minute pass and then says how long to wait', async () => {
    const attempts = new MemoryFailedAttempts();
    expect(
      await failures(
        attempts,
        times(20, () => '192.0.2.7'),
      ),
    ).toBe(0);
    const refusal = await attempts.note('192.0.2.7').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ kind: 'throttled', code: 'too_many_failures' });
    const { retryAfterSeconds } = (refusal as { detail: { retryAfterSeconds: number } }).detail;
    expect(retryAfterSeconds).toBeGreaterThan(50);
    expect(retryAfterSeconds).toBeLessThanOrEqual(60);
    expect(await failures(attempts, ['192.0.2.8'])).toBe(0);
  });

  it('counts an IPv6 network of 64 bits as one, and an IPv4 address in IPv6 as itself', async () => {
    const attempts = new MemoryFailedAttempts();
    expect(
      await failures(
        attempts,
        times(25, (index) => `2001:db8:1:2::${index.toString(16)}`),
      ),
    ).toBe(5);
    expect(await failures(attempts, ['2001:db8:1:3::1'])).toBe(0);
    expect(
      await failures(
        attempts,
        times(12, () => '198.51.100.1'),
      ),
    ).toBe(0);
    expect(
      await failures(
        attempts,
        times(12, () => '::ffff:198.51.100.1'),
      ),
    ).toBe(4);
  });

  it('takes what is no address, too', async () => {
    expect(await failures(new MemoryFailedAttempts(), ['', 'fe80::1%eth0', 'unknown'])).toBe(0);
  });
});
