import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { Initiator } from '../domain/access-event.js';
import { AccessEvents } from './access-events.js';
import { Sessions } from './sessions.js';

@Injectable()
export class RevokeOtherSessions {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly events: AccessEvents,
  ) {}

  /** @param secret of the session that stays */
  async execute(userId: number, secret: string, by: Initiator): Promise<void> {
    await this.unitOfWork.run(async () => {
      for (const id of await this.sessions.closeAllOf(userId, secret)) {
        await this.events.append({ ...by, what: 'session_revoked', subject: `session ${id}`, detail: null });
      }
    });
  }
}
