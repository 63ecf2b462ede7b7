import { describe, expect, it } from '@jest/globals';
import { aField, aProfile } from '../../../test/support/a-profile.js';
import { changeProfile } from './change-profile.js';
import type { Profile } from './profile.js';

const NOON = new Date('2026-11-23T12:00:00.000Z');
const profile: Profile = {
  ...aProfile(),
  ...{ id: 101, reading: 'fields', builtIn: false, version: 3, createdAt: NOON, updatedAt: NOON },
};

describe('changeProfile', () => {
  it('changes what is named, and counts the version on', () => {
    const fields = [aField({ key: 'landlord' })];
    expect(changeProfile(profile, { fields }, undefined)).toEqual({ ...profile, fields, version: 4 });
    expect(changeProfile(profile, { name: 'Lease' }, [2, 3])).toMatchObject({ name: 'Lease', version: 4 });
  });

  it('gives the very same one when nothing changes', () => {
    for (const same of [{}, { name: profile.name }, { fields: [...profile.fields], description: null }]) {
      expect(changeProfile(profile, same, undefined)).toBe(profile);
    }
  });

  it('sees the order of the fields as a difference', () => {
    const fields = profile.fields.toReversed();
    expect(changeProfile(profile, { fields }, undefined)).toMatchObject({ fields, version: 4 });
  });

  it('refuses what is not at the version that was seen', () => {
    for (const changes of [{ name: 'Lease' }, {}]) {
      expect(() => changeProfile(profile, changes, [2])).toThrow(
        expect.objectContaining({ kind: 'precondition', code: 'version_mismatch' }),
      );
    }
  });

  it('leaves built-in ones as they are', () => {
    const builtIn = { ...profile, builtIn: true };
    expect(changeProfile(builtIn, { name: profile.name }, undefined)).toBe(builtIn);
    expect(() => changeProfile(builtIn, { name: 'Mine' }, undefined)).toThrow(
      expect.objectContaining({ kind: 'conflict', code: 'built_in' }),
    );
  });

  it('refuses a key twice, and says where', () => {
    const fields = [aField({ key: 'a' }), aField({ key: 'b' }), aField({ key: 'a' })];
    const column = { key: 'amount' as const, label: 'Cost', description: null, aliases: [] };
    expect(() => changeProfile(profile, { fields, lineItemColumns: [column, column] }, undefined)).toThrow(
      expect.objectContaining({
        ...{ kind: 'invalid', code: 'duplicate_field' },
        detail: {
          errors: [
            { pointer: '/fields/2/key', message: 'repeats the key a' },
            { pointer: '/line_item_columns/1/key', message: 'repeats the key amount' },
          ],
        },
      }),
    );
  });
});
