import type { ApiToken } from '../domain/api-token.js';

/** A token as it is shown: not itself, and not its hash. */
export interface ApiTokenView extends ApiToken {
  /** To the minute. */
  lastUsedAt: Date | null;
  createdAt: Date;
}

export abstract class ApiTokenQueries {
  /** @throws token_not_found */
  abstract get(id: number): Promise<ApiTokenView>;
  /** Newest first, `limit` of them, those with ids below `before`; expired ones too. */
  abstract list(limit: number, before?: number): Promise<ApiTokenView[]>;
}
