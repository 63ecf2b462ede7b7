import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { isExpired } from '../domain/api-token.js';
import { ApiTokens } from './api-tokens.js';
import { Sessions, type StoredSession } from './sessions.js';

@Injectable()
export class AuthenticateSession {
  constructor(
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
    private readonly clock: Clock,
  ) {}

  /** Undefined when there is no such session, or it is over, or its token is. */
  async execute(id: string): Promise<StoredSession | undefined> {
    const session = await this.sessions.find(id);
    const now = this.clock.now();
    if (!session || isExpired(session, now) || isExpired(session.token, now)) return undefined;
    this.tokens.noteUse(session.token.id);
    return session;
  }
}
