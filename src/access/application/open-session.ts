import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { actorOfOwner, holderOf, type SessionOwner } from '../domain/session.js';
import { AccessEvents } from './access-events.js';
import { SessionPolicy } from './session-policy.js';
import { Sessions } from './sessions.js';
import { Users } from './users.js';

/** The browser that logs in. */
export interface Visit {
  address: string;
  userAgent: string;
  /** Of the session that the browser has already, if any. It ends: a secret from before a login is no good after it. */
  previousSecret: string | undefined;
}

export interface OpenedSession {
  secret: string;
  expiresAt: Date;
}

@Injectable()
export class OpenSession {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly users: Users,
    private readonly events: AccessEvents,
    private readonly policy: SessionPolicy,
    private readonly clock: Clock,
  ) {}

  execute(owner: SessionOwner, { address, userAgent, previousSecret }: Visit): Promise<OpenedSession> {
    return this.unitOfWork.run(async () => {
      if (previousSecret !== undefined) await this.sessions.close(previousSecret);
      const now = this.clock.now();
      const expiresAt = new Date(now.getTime() + this.policy.lifetimeMs);
      const session = { holder: holderOf(owner), expiresAt, address, userAgent };
      const secret = await this.sessions.open(session, now);
      if (owner.user) await this.users.noteLogin(owner.user.id, now);
      const actor = actorOfOwner(owner);
      await this.events.append({ what: 'login', actor, subject: actor, detail: null, address });
      return { secret, expiresAt };
    });
  }
}
