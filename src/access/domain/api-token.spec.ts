import { describe, expect, it } from '@jest/globals';
import type { Scope } from '../../shared/kernel/caller.js';
import { isLastAdmin } from './api-token.js';

const NOW = new Date('2026-03-01T12:00:00Z');
const admin = (id: number, seconds?: number) => ({
  id,
  name: 'crm',
  scopes: ['admin'] satisfies Scope[],
  expiresAt: seconds === undefined ? null : new Date(NOW.getTime() + seconds * 1000),
});

describe('the last admin token', () => {
  it('is the only one', () => {
    expect(isLastAdmin(1, [admin(1)], NOW)).toBe(true);
    expect(isLastAdmin(1, [admin(1), admin(2)], NOW)).toBe(false);
    expect(isLastAdmin(1, [admin(2)], NOW)).toBe(false);
    expect(isLastAdmin(1, [], NOW)).toBe(false);
  });

  it('is the only one that has not expired', () => {
    expect(isLastAdmin(1, [admin(1), admin(2, 0)], NOW)).toBe(true);
    expect(isLastAdmin(2, [admin(1), admin(2, 0)], NOW)).toBe(false);
    expect(isLastAdmin(1, [admin(1), admin(2, 1)], NOW)).toBe(false);
    expect(isLastAdmin(1, [admin(1, 0)], NOW)).toBe(false);
  });
});
