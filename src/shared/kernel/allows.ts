import type { Scope } from './caller.js';

/** Scopes stand alone (`write` does not include `read`), but `admin` includes them all. */
export function allows(scopes: readonly Scope[], required: Scope): boolean {
  return scopes.includes(required) || scopes.includes('admin');
}
