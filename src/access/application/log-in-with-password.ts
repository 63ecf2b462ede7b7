import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { actorOfUser, isEmail, normalEmail, type Account } from '../domain/user.js';
import { wrongCredentials } from '../domain/user-errors.js';
import { AccessEvents } from './access-events.js';
import { LoginAttempts } from './login-attempts.js';
import { OpenSession, type OpenedSession, type Visit } from './open-session.js';
import { Passwords } from './passwords.js';
import { Users } from './users.js';

@Injectable()
export class LogInWithPassword {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly attempts: LoginAttempts,
    private readonly openSession: OpenSession,
    private readonly events: AccessEvents,
  ) {}

  /**
   * Nobody learns from the answer, or from how long it takes, who has an account.
   * @throws wrong_credentials, too_many_logins
   */
  async execute(
    { email: given, password }: { email: string; password: string },
    visit: Visit,
  ): Promise<OpenedSession> {
    const email = normalEmail(given);
    const { address } = visit;
    await this.attempts.count(email, address);
    const account = isEmail(email) ? await this.users.withEmail(email) : undefined;
    const isRight = await this.passwords.verify(account?.passwordHash ?? null, password);
    const opened = account && isRight ? await this.open(account, visit) : undefined;
    if (!opened) {
      // What is no e-mail may be a password in the wrong field.
      const subject = account ? actorOfUser(account) : isEmail(email) ? email : 'no e-mail';
      await this.events.loginFailed(subject, account?.disabled ? 'disabled' : null, address);
      throw wrongCredentials();
    }
    await this.attempts.forgive(email, address);
    return opened;
  }

  /** Unless the account has changed while the password was checked, which takes a while. */
  private open(checked: Account, visit: Visit): Promise<OpenedSession | undefined> {
    return this.unitOfWork.run(async () => {
      const user = await this.users.forChange(checked.id);
      if (!user || user.disabled || user.passwordHash !== checked.passwordHash) return undefined;
      return this.openSession.execute({ user }, visit);
    });
  }
}
