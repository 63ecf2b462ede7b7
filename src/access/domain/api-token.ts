import type { Scope } from '../../shared/kernel/caller.js';

/** What is known of an API token once it is stored: everything but the token itself. */
export interface ApiToken {
  id: number;
  name: string;
  scopes: readonly Scope[];
  expiresAt: Date | null;
}

export type NewApiToken = Omit<ApiToken, 'id'>;

export function looksLikeApiToken(secret: string): boolean {
  return /^re_[0-9a-f]{40}$/.test(secret);
}

export function isExpired({ expiresAt }: { expiresAt: Date | null }, now: Date): boolean {
  return expiresAt !== null && expiresAt <= now;
}

/** Whether nobody could administer the service without this one. `admins`: the tokens with scope admin. */
export function isLastAdmin(id: number, admins: readonly ApiToken[], now: Date): boolean {
  const working = admins.filter((admin) => !isExpired(admin, now));
  return working.length === 1 && working[0]?.id === id;
}

/** How its holder appears in a document's history. */
export function actorOf({ id, name }: ApiToken): string {
  return `token:${id} (${name})`;
}
