import { Injectable } from '@nestjs/common';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { AccessEvents } from './access-events.js';
import { AuthenticateToken } from './authenticate-token.js';
import { OpenSession, type OpenedSession, type Visit } from './open-session.js';

/** With an API token. */
@Injectable()
export class LogIn {
  constructor(
    private readonly authenticate: AuthenticateToken,
    private readonly openSession: OpenSession,
    private readonly events: AccessEvents,
  ) {}

  /** @throws unauthenticated, too_many_failures */
  async execute(secret: string, visit: Visit): Promise<OpenedSession> {
    const token = await this.authenticate.execute(secret, visit.address).catch(async (error: unknown) => {
      if (error instanceof DomainError && error.kind === 'unauthenticated') {
        await this.events.loginFailed('an API token', error.code, visit.address);
      }
      throw error;
    });
    return this.openSession.execute({ token }, visit);
  }
}
