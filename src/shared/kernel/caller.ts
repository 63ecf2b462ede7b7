export type Scope = 'read' | 'write' | 'export' | 'admin';

export const SCOPES: readonly Scope[] = ['read', 'write', 'export', 'admin'];

/** Who is asking. */
export interface Caller {
  /** The API token that was shown (or that the session stands for). */
  tokenId: number;
  /** How the caller appears in a document's history, for example `token:3 (zapier)`. */
  actor: string;
  scopes: readonly Scope[];
}
