import { beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryLoginAttempts } from './memory-login-attempts.js';

describe('throttling of logins', () => {
  let attempts: MemoryLoginAttempts;

  beforeEach(() => void (attempts = new MemoryLoginAttempts()));

  const isLet = (email: string, address: string): Promise<boolean> =>
    attempts.count(email, address).then(
      () => true,
      ({ code, detail }: { code: string; detail: { retryAfterSeconds: number } }) => {
        expect(code).toBe('too_many_logins');
        expect(detail.retryAfterSeconds).toBeGreaterThan(0);
        return false;
      },
    );

  it('lets an account be tried ten times, from wherever', async () => {
    for (let attempt = 0; attempt < 10; attempt++) {
      expect(await isLet('ann@example.com', `192.0.2.${attempt}`)).toBe(true);
    }
    expect(await isLet('ann@example.com', '192.0.2.99')).toBe(false);
    expect(await isLet('bob@example.com', '192.0.2.99')).toBe(true);
  });

  it('lets an address try twenty times, whatever account; the rest of an IPv6 address tells nothing', async () => {
    for (let attempt = 0; attempt < 20; attempt++) {
      expect(await isLet(`${attempt}@example.com`, `2001:db8::${attempt}`)).toBe(true);
    }
    expect(await isLet('another@example.com', '2001:db8::ffff')).toBe(false);
    expect(await isLet('another@example.com', '2001:db8:0:1::1')).toBe(true);
  });

  it('does not count what was right', async () => {
    for (let attempt = 0; attempt < 50; attempt++) {
      expect(await isLet('ann@example.com', '192.0.2.1')).toBe(true);
      await attempts.forgive('ann@example.com', '192.0.2.1');
    }
  });
});
