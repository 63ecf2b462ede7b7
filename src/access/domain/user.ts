import type { Scope } from '../../shared/kernel/caller.js';

export type UserRole = 'admin' | 'reviewer' | 'viewer';

export const USER_ROLES: readonly UserRole[] = ['admin', 'reviewer', 'viewer'];

export interface User {
  id: number;
  /** In lower case, as all e-mails here. */
  email: string;
  name: string;
  role: UserRole;
  disabled: boolean;
}

/** With what the password is checked against; null: by the identity provider alone. */
export interface Account extends User {
  passwordHash: string | null;
}

export type NewAccount = Omit<Account, 'id' | 'disabled'>;

const SCOPES_OF: Record<UserRole, readonly Scope[]> = {
  viewer: ['read'],
  reviewer: ['read', 'write', 'export'],
  admin: ['admin'],
};

export function scopesOf({ role }: Pick<User, 'role'>): readonly Scope[] {
  return SCOPES_OF[role];
}

/** How a user appears in a document's history and in access events. */
export function actorOfUser({ id, email }: Pick<User, 'id' | 'email'>): string {
  return `user:${id} (${email})`;
}

export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@\0]+@[^\s@\0]+$/.test(text);
}

/** Whether nobody could administer accounts without this one. `admins`: those that are not disabled. */
export function isLastAdminUser(id: number, admins: readonly Pick<User, 'id'>[]): boolean {
  return admins.length === 1 && admins[0]?.id === id;
}
