import { describe, expect, it } from '@jest/globals';
import { DEFAULT_PROFILE_ID, findProfile } from './profiles.js';

describe('findProfile', () => {
  it('knows the built-in profiles', () => {
    expect(findProfile(DEFAULT_PROFILE_ID, '/profile_id').name).toBe('default');
    expect(findProfile(2, '/profile_id').name).toBe('standard_invoice');
  });

  it.each([0, -1, 1.5, 3])('refuses %d, names the member and says what there is', (id) => {
    expect(() => findProfile(id, '/profile_id')).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        code: 'unknown_profile',
        message: `There is no extraction profile ${id}. Known: 1 (Default), 2 (Standard Invoice).`,
        detail: { errors: [{ pointer: '/profile_id', message: 'names no profile' }] },
      }),
    );
  });
});
