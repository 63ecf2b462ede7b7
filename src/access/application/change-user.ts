import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { Initiator } from '../domain/access-event.js';
import { checkPassword } from '../domain/check-password.js';
import { actorOfUser, isLastAdminUser, normalEmail, type Account, type UserRole } from '../domain/user.js';
import { emailTaken, lastAdminUser, userNotFound } from '../domain/user-errors.js';
import { AccessEvents } from './access-events.js';
import { Passwords } from './passwords.js';
import { Sessions } from './sessions.js';
import { Users, type AccountChange } from './users.js';

/** What is named is changed. */
export interface ChangeUserInput {
  email?: string;
  name?: string;
  role?: UserRole;
  disabled?: boolean;
  password?: string;
}

@Injectable()
export class ChangeUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly events: AccessEvents,
  ) {}

  /**
   * With another role or password, or disabled, a user has to log in again.
   * @throws user_not_found, email_taken, last_admin_user, password_refused
   */
  async execute(id: number, { password, ...input }: ChangeUserInput, by: Initiator): Promise<void> {
    const hash = await this.hashed(id, password, input.email);
    await this.unitOfWork.run(async () => {
      await this.users.takeTurns();
      const user = await this.users.forChange(id);
      if (!user) throw userNotFound(id);
      const change = changes(user, input);
      if (change.email !== undefined && (await this.users.withEmail(change.email))) {
        throw emailTaken(change.email);
      }
      const staysAdmin = { ...user, ...change };
      if (staysAdmin.disabled || staysAdmin.role !== 'admin') {
        if (isLastAdminUser(id, await this.users.admins())) throw lastAdminUser();
      }
      const subject = actorOfUser(user);
      if (Object.keys(change).length > 0) {
        await this.events.append({ ...by, what: 'user_changed', subject, detail: told(user, change) });
      }
      if (hash !== undefined) {
        change.passwordHash = hash;
        await this.events.append({ ...by, what: 'password_changed', subject, detail: null });
      }
      if (Object.keys(change).length > 0) await this.users.change(id, change);
      if (change.role !== undefined || change.disabled === true || hash !== undefined) {
        await this.sessions.closeAllOf(id);
      }
    });
  }

  /** Before the transaction, for it takes its time. */
  private async hashed(id: number, password?: string, email?: string): Promise<string | undefined> {
    if (password === undefined) return undefined;
    const user = await this.users.find(id);
    if (!user) throw userNotFound(id);
    checkPassword(password, normalEmail(email ?? user.email), '/password');
    return this.passwords.hash(password);
  }
}

function changes(user: Account, { email, name, role, disabled }: ChangeUserInput): AccountChange {
  const given = { email: email === undefined ? undefined : normalEmail(email), name, role, disabled };
  return Object.fromEntries(
    Object.entries(given).filter(
      ([member, value]) => value !== undefined && value !== user[member as keyof typeof given],
    ),
  );
}

function told(user: Account, change: AccountChange): string {
  return Object.entries(change)
    .map(([member, value]) => `${member} ${String(user[member as keyof Account])} -> ${String(value)}`)
    .join(', ');
}
