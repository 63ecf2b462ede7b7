import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { checkPassword } from '../domain/check-password.js';
import { actorOfUser } from '../domain/user.js';
import { userNotFound, wrongPassword } from '../domain/user-errors.js';
import { AccessEvents } from './access-events.js';
import { LoginAttempts } from './login-attempts.js';
import type { OpenedSession } from './open-session.js';
import { Passwords } from './passwords.js';
import { Sessions } from './sessions.js';
import { Users } from './users.js';

export interface ChangeOwnPasswordInput {
  userId: number;
  /** Of the session in which it is done. */
  secret: string;
  currentPassword: string;
  newPassword: string;
  address: string;
}

@Injectable()
export class ChangeOwnPassword {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly attempts: LoginAttempts,
    private readonly sessions: Sessions,
    private readonly events: AccessEvents,
  ) {}

  /**
   * Ends all other sessions of the user.
   * @returns what this session has from now on
   * @throws wrong_password, too_many_logins, password_refused
   */
  async execute({
    userId,
    secret,
    currentPassword,
    newPassword,
    address,
  }: ChangeOwnPasswordInput): Promise<OpenedSession> {
    const before = await this.users.find(userId);
    if (!before) throw userNotFound(userId);
    await this.attempts.count(before.email, address); // whoever found an open browser could try here
    if (!(await this.passwords.verify(before.passwordHash, currentPassword))) throw wrongPassword();
    await this.attempts.forgive(before.email, address);
    checkPassword(newPassword, before.email, '/new_password');
    const passwordHash = await this.passwords.hash(newPassword);
    return this.unitOfWork.run(async () => {
      const user = await this.users.forChange(userId);
      if (user?.passwordHash !== before.passwordHash) throw wrongPassword();
      await this.users.change(userId, { passwordHash });
      await this.sessions.closeAllOf(userId, secret);
      const actor = actorOfUser(user);
      await this.events.append({ what: 'password_changed', actor, subject: actor, detail: null, address });
      return this.sessions.rotate(secret);
    });
  }
}
