import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { SessionPolicy } from './session-policy.js';
import { Sessions, type SessionView } from './sessions.js';

@Injectable()
export class ListOwnSessions {
  constructor(
    private readonly sessions: Sessions,
    private readonly policy: SessionPolicy,
    private readonly clock: Clock,
  ) {}

  /** Newest first, `limit` of them, those with ids below `before`. */
  execute(userId: number, limit: number, before: string | undefined): Promise<SessionView[]> {
    const { idleMs } = this.policy;
    return this.sessions.listOf(userId, { now: this.clock.now(), idleMs, limit, before });
  }
}
