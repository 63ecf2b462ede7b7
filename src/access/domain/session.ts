import type { Holder, Scope } from '../../shared/kernel/caller.js';
import { actorOf, isExpired, type ApiToken } from './api-token.js';
import { actorOfUser, scopesOf, type User } from './user.js';

/** Whom a session stands for; what they may do, and whether they still may, is looked up at every request. */
export type SessionOwner = { token: ApiToken; user?: never } | { user: User; token?: never };

export interface Session {
  /** Shown in lists. Who knows it can do nothing with it: the cookie has another. */
  id: string;
  owner: SessionOwner;
  csrfToken: string;
  createdAt: Date;
  /** To the minute. */
  lastUsedAt: Date;
  expiresAt: Date;
}

export function isOver({ owner, lastUsedAt, expiresAt }: Session, idleMs: number, now: Date): boolean {
  if (expiresAt <= now || now.getTime() - lastUsedAt.getTime() >= idleMs) return true;
  return owner.user ? owner.user.disabled : isExpired(owner.token, now);
}

export function holderOf(owner: SessionOwner): Holder {
  return owner.user ? { userId: owner.user.id } : { tokenId: owner.token.id };
}

export function actorOfOwner(owner: SessionOwner): string {
  return owner.user ? actorOfUser(owner.user) : actorOf(owner.token);
}

export function scopesOfOwner(owner: SessionOwner): readonly Scope[] {
  return owner.user ? scopesOf(owner.user) : owner.token.scopes;
}
