import { expect, it } from '@jest/globals';
import { allows } from './allows.js';
import { SCOPES } from './caller.js';

it('lets every scope stand alone, and admin for all of them', () => {
  for (const held of SCOPES) {
    for (const required of SCOPES) {
      expect(allows([held], required)).toBe(held === required || held === 'admin');
    }
  }
  expect(allows([], 'read')).toBe(false);
});
