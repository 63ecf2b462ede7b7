import type { ApiToken, NewApiToken } from '../domain/api-token.js';

/** Keeps only hashes of tokens: `secret` is the whole `re_…`, and is never seen again. */
export abstract class ApiTokens {
  abstract find(secret: string): Promise<ApiToken | undefined>;

  /** Remembers that it was used, about once a minute. Returns at once and never fails: it is only for people to see. */
  abstract noteUse(id: number): void;

  /** @returns the id, and the token itself, which is never seen again */
  abstract add(token: NewApiToken): Promise<{ id: number; secret: string }>;

  /** Those with scope admin. Until the transaction ends, others who remove one wait. */
  abstract adminsForChange(): Promise<ApiToken[]>;

  /** Its sessions end with it. @returns what there was */
  abstract remove(id: number): Promise<ApiToken | undefined>;

  /**
   * Makes `secret` the bootstrap token, for ever and with every scope. The one before stops working.
   * @returns whether it was not that already
   */
  abstract replaceBootstrap(secret: string): Promise<boolean>;

  /** Makes a bootstrap token unless some admin token works. Of several callers at the same time one gets it. */
  abstract makeFirstBootstrap(): Promise<string | undefined>;
}
