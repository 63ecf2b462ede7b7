import type { ApiToken } from '../domain/api-token.js';

/** Keeps only hashes of tokens: `secret` is the whole `re_…`, and is never seen again. */
export abstract class ApiTokens {
  abstract find(secret: string): Promise<ApiToken | undefined>;

  /** Remembers that it was used, about once a minute. Returns at once and never fails: it is only for people to see. */
  abstract noteUse(id: number): void;

  /** Makes `secret` the bootstrap token, for ever and with every scope. The one before stops working. */
  abstract replaceBootstrap(secret: string): Promise<void>;

  /** Makes a bootstrap token unless there is one. Of several callers at the same time one gets it. */
  abstract makeFirstBootstrap(): Promise<string | undefined>;
}
