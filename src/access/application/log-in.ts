import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { AuthenticateToken } from './authenticate-token.js';
import { Sessions } from './sessions.js';

const SESSION_MS = 12 * 60 * 60 * 1000;

export interface LogInInput {
  secret: string;
  address: string;
  /** The session the browser has already, if any. It ends: an id from before a login is never good after it. */
  previousSessionId: string | undefined;
}

@Injectable()
export class LogIn {
  constructor(
    private readonly authenticate: AuthenticateToken,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  /** @throws unauthenticated, too_many_failures */
  async execute({
    secret,
    address,
    previousSessionId,
  }: LogInInput): Promise<{ sessionId: string; expiresAt: Date }> {
    const token = await this.authenticate.execute(secret, address);
    if (previousSessionId !== undefined) await this.sessions.close(previousSessionId);
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + SESSION_MS);
    return { sessionId: await this.sessions.open(token.id, expiresAt, now), expiresAt };
  }
}
