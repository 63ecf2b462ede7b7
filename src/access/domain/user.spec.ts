import { describe, expect, it } from '@jest/globals';
import { allows } from '../../shared/kernel/allows.js';
import { SCOPES } from '../../shared/kernel/caller.js';
import { isEmail, scopesOf, USER_ROLES } from './user.js';

describe('users', () => {
  it('may do what their role is for', () => {
    const may = USER_ROLES.map((role) => [role, SCOPES.filter((scope) => allows(scopesOf({ role }), scope))]);
    expect(Object.fromEntries(may)).toEqual({
      viewer: ['read'],
      reviewer: ['read', 'write', 'export'],
      admin: ['read', 'write', 'export', 'admin'],
    });
  });

  it.each(['admin@localhost', 'ann+x@example.com', 'jürgen@müller.example'])(
    'may have the e-mail %s',
    (text) => {
      expect(isEmail(text)).toBe(true);
    },
  );

  it.each(['', 'ann', '@', 'ann@', 'a b@example.com', 'a@b@c', `${'x'.repeat(251)}@b.c`, 'a\0@b'])(
    'do not have the e-mail %j',
    (text) => {
      expect(isEmail(text)).toBe(false);
    },
  );
});
