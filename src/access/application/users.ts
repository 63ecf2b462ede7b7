import type { Account, NewAccount, User } from '../domain/user.js';

export type AccountChange = Partial<Omit<Account, 'id'>>;

export abstract class Users {
  abstract find(id: number): Promise<Account | undefined>;
  abstract withEmail(email: string): Promise<Account | undefined>;
  abstract isEmpty(): Promise<boolean>;

  /** Until the transaction ends, others who take turns wait: e-mails stay free, and admins stay admins. */
  abstract takeTurns(): Promise<void>;
  /** Until the transaction ends, nobody else changes it. */
  abstract forChange(id: number): Promise<Account | undefined>;
  /** Those with role admin that are not disabled. */
  abstract admins(): Promise<User[]>;
  abstract add(account: NewAccount): Promise<User>;
  abstract change(id: number, change: AccountChange): Promise<void>;
  abstract noteLogin(id: number, at: Date): Promise<void>;
  /** Its sessions end with it. */
  abstract remove(id: number): Promise<void>;
}
