export type Scope = 'read' | 'write' | 'export' | 'admin';

export const SCOPES: readonly Scope[] = ['read', 'write', 'export', 'admin'];

/** The API token that was shown (or that the session stands for), or the user whose session it is. */
export type Holder = { tokenId: number; userId?: never } | { userId: number; tokenId?: never };

/** Who is asking. */
export interface Caller {
  holder: Holder;
  /** How the caller appears in a document's history: `token:3 (zapier)`, `user:5 (ann@example.com)`. */
  actor: string;
  scopes: readonly Scope[];
}
