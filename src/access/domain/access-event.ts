export const ACCESS_EVENTS = [
  'login',
  'login_failed',
  'logout',
  'password_changed',
  'user_created',
  'user_changed',
  'user_deleted',
  'token_created',
  'token_revoked',
  'session_revoked',
] as const;

export type AccessEventKind = (typeof ACCESS_EVENTS)[number];

/** Who does something, and the address that the request came from; null on the machine itself. */
export interface Initiator {
  actor: string;
  address: string | null;
}

export interface AccessEvent extends Initiator {
  what: AccessEventKind;
  /** Whom or what it is about, for example `user:5 (ann@example.com)`. */
  subject: string;
  detail: string | null;
}
