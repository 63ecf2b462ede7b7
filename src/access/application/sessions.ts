import type { Holder } from '../../shared/kernel/caller.js';
import type { Session } from '../domain/session.js';

export interface NewSession {
  holder: Holder;
  expiresAt: Date;
  address: string;
  userAgent: string;
}

export interface SessionView {
  id: string;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  address: string;
  userAgent: string;
}

/** Sessions of browsers. A `secret` is what the cookie has: 32 random bytes, base64url; only its hash is kept. */
export abstract class Sessions {
  /** @returns its secret. Also forgets sessions that are over at `now`. */
  abstract open(session: NewSession, now: Date): Promise<string>;
  abstract find(secret: string): Promise<Session | undefined>;
  /** Remembers that it was used, about once a minute. Returns at once and never fails. */
  abstract noteUse(session: Session, now: Date): void;
  abstract close(secret: string): Promise<void>;
  /** @returns the secret that it has from now on; the one before is worth nothing. Its end stays. */
  abstract rotate(secret: string): Promise<{ secret: string; expiresAt: Date }>;
  /** Ends all sessions of a user, but the one with this secret. @returns their ids */
  abstract closeAllOf(userId: number, but?: string): Promise<string[]>;
  /** @returns whether the user had it */
  abstract closeOne(userId: number, id: string): Promise<boolean>;
  /** Those of a user that are not over at `now`, newest first, with ids below `before`. */
  abstract listOf(
    userId: number,
    page: { now: Date; idleMs: number; limit: number; before: string | undefined },
  ): Promise<SessionView[]>;
}
