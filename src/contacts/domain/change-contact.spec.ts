import { describe, expect, it } from '@jest/globals';
import { aContact } from '../../../test/support/a-contact.js';
import { changeContact } from './change-contact.js';
import type { Contact } from './contact.js';

const at = new Date('2026-11-23T12:00:00.000Z');
const acme: Contact = {
  ...aContact({ email: 'ap@acme.example', notes: 'by post' }),
  ...{ id: 5, builtIn: false, createdAt: at, updatedAt: at },
};
const system: Contact = { ...acme, id: 1, name: 'System', builtIn: true };

describe('changeContact', () => {
  it('changes what is named, and clears what is null', () => {
    expect(changeContact(acme, { name: 'Acme Ltd', email: null, parentId: 7 })).toEqual({
      ...acme,
      ...{ name: 'Acme Ltd', email: null, parentId: 7 },
    });
  });

  it('knows when nothing is different', () => {
    expect(changeContact(acme, {})).toBe(acme);
    expect(changeContact(acme, { name: 'Acme', email: 'ap@acme.example', phone: null })).toBe(acme);
  });

  it('keeps the name of a built-in contact, and nothing else of it', () => {
    expect(() => changeContact(system, { name: 'Inbound' })).toThrow(
      expect.objectContaining({
        kind: 'conflict',
        code: 'built_in',
        message: 'The contact 1 (System) is built in: it can be neither renamed nor deleted.',
      }),
    );
    expect(changeContact(system, { name: 'System', defaultProfileId: 2 })).toMatchObject({
      defaultProfileId: 2,
    });
  });
});
