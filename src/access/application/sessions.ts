import type { ApiToken } from '../domain/api-token.js';

export interface StoredSession {
  /** The token that it stands for: its scopes are those of the session, and its end is the session's end. */
  token: ApiToken;
  csrfToken: string;
  expiresAt: Date;
}

/** Sessions of the browser pages. Only hashes of their ids are kept. */
export abstract class Sessions {
  /** @returns the new session's id: 32 random bytes, base64url. Also forgets sessions that are over at `now`. */
  abstract open(tokenId: number, expiresAt: Date, now: Date): Promise<string>;
  abstract find(id: string): Promise<StoredSession | undefined>;
  abstract close(id: string): Promise<void>;
}
