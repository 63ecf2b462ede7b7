import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { isOver, type Session } from '../domain/session.js';
import { ApiTokens } from './api-tokens.js';
import { SessionPolicy } from './session-policy.js';
import { Sessions } from './sessions.js';

@Injectable()
export class AuthenticateSession {
  constructor(
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
    private readonly policy: SessionPolicy,
    private readonly clock: Clock,
  ) {}

  /** Undefined when there is no such session, or it is over, or its user or token may not enter any more. */
  async execute(secret: string): Promise<Session | undefined> {
    const session = await this.sessions.find(secret);
    const now = this.clock.now();
    if (!session || isOver(session, this.policy.idleMs, now)) return undefined;
    this.sessions.noteUse(session, now);
    if (session.owner.token) this.tokens.noteUse(session.owner.token.id);
    return session;
  }
}
