import type { Holder } from './caller.js';

/** An answer as it was first given. `headers` are the few that belong to it; `body` is null when there was none. */
export interface KeptAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | null;
}

/** The right to do the work of a key. It ends by itself after a lease; then another request may take it over. */
export interface KeyClaim {
  holder: Holder;
  key: string;
  claimToken: string;
}

/**
 * What was answered to requests with an Idempotency-Key, for 24 hours. Keys belong to the API token or the user that
 * sent them.
 * Source: draft-ietf-httpapi-idempotency-key-header.
 */
export abstract class IdempotencyKeys {
  /**
   * Marks the key as being worked on; at once, and visible to everybody.
   * @param fingerprint of everything that makes the request this request
   * @returns the claim, or the answer that was given before
   * @throws idempotency_key_reused (another fingerprint), idempotency_key_in_use (somebody works on it)
   */
  abstract claim(holder: Holder, key: string, fingerprint: Uint8Array): Promise<KeyClaim | KeptAnswer>;
  /**
   * Keeps the answer, in the open transaction of the change.
   * @throws idempotency_key_in_use when the lease has run out and another request has taken the key over
   */
  abstract complete(claim: KeyClaim, answer: KeptAnswer): Promise<void>;
  /** Frees the key: nothing was done. Does nothing when the claim has ended in the meantime. */
  abstract release(claim: KeyClaim): Promise<void>;
  /** @returns how many were forgotten because they are older than 24 hours */
  abstract forgetOld(): Promise<number>;
}
