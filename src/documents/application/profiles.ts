import { DomainError } from '../../shared/kernel/domain-error.js';

/** The built-in extraction profiles by id. */
const NAMES = { 1: 'default', 2: 'standard_invoice' } as const;

export type ProfileName = (typeof NAMES)[keyof typeof NAMES];

export const DEFAULT_PROFILE_ID = 1;

/** @throws unknown_profile */
export function profileName(id: number): ProfileName {
  const name = (NAMES as Partial<Record<number, ProfileName>>)[id];
  if (name === undefined) {
    throw new DomainError(
      'invalid',
      'unknown_profile',
      `There is no extraction profile ${id}. Known: 1 (Default), 2 (Standard Invoice).`,
      {
        errors: [{ pointer: '/profile_id', message: 'names no profile' }],
      },
    );
  }
  return name;
}
