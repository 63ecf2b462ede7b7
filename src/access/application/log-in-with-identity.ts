import { Injectable } from '@nestjs/common';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { actorOfUser, isEmail, normalEmail, type User } from '../domain/user.js';
import { AccessEvents } from './access-events.js';
import { AccountPolicy } from './account-policy.js';
import { IdentityProvider, type IdentityChecks } from './identity-provider.js';
import { OpenSession, type OpenedSession, type Visit } from './open-session.js';
import { Users } from './users.js';

@Injectable()
export class LogInWithIdentity {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly provider: IdentityProvider,
    private readonly users: Users,
    private readonly policy: AccountPolicy,
    private readonly openSession: OpenSession,
    private readonly events: AccessEvents,
  ) {}

  /**
   * @param query of the address that the provider sent the browser back to
   * @throws identity_refused, email_unverified, no_account, identity_provider_unavailable
   */
  async execute(query: string, checks: IdentityChecks, visit: Visit): Promise<OpenedSession> {
    let subject = 'the identity provider';
    try {
      const identity = await this.provider.finish(query, checks);
      const email = normalEmail(identity.email ?? '');
      if (isEmail(email)) subject = email;
      if (!isEmail(email) || !identity.emailVerified) throw unverified();
      return await this.unitOfWork.run(async () => {
        const user = await this.known(email, identity.name ?? email, visit.address);
        return this.openSession.execute({ user }, visit);
      });
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'forbidden') {
        await this.events.loginFailed(subject, error.code, visit.address);
      }
      throw error;
    }
  }

  private async known(email: string, name: string, address: string): Promise<User> {
    await this.users.takeTurns();
    const user = await this.users.withEmail(email);
    const role = this.policy.roleOfNewcomers;
    if (user && !user.disabled) return user;
    if (user || role === undefined) throw noAccount(email);
    const made = await this.users.add({ email, name: name.slice(0, 100), role, passwordHash: null });
    await this.events.append({
      what: 'user_created',
      actor: 'identity provider',
      subject: actorOfUser(made),
      detail: `role ${role}`,
      address,
    });
    return made;
  }
}

function unverified(): DomainError {
  return new DomainError(
    'forbidden',
    'email_unverified',
    'The identity provider does not vouch for your e-mail address. Verify it there, then sign in again.',
  );
}

function noAccount(email: string): DomainError {
  return new DomainError(
    'forbidden',
    'no_account',
    `There is no account for ${email} here, or it is disabled. An administrator can make one.`,
  );
}
