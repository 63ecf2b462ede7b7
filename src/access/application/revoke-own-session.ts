import { Injectable } from '@nestjs/common';
import { isUuid } from '../../shared/kernel/is-uuid.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { Initiator } from '../domain/access-event.js';
import { sessionNotFound } from '../domain/user-errors.js';
import { AccessEvents } from './access-events.js';
import { Sessions } from './sessions.js';

@Injectable()
export class RevokeOwnSession {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly events: AccessEvents,
  ) {}

  /** @throws session_not_found */
  async execute(userId: number, id: string, by: Initiator): Promise<void> {
    await this.unitOfWork.run(async () => {
      if (!isUuid(id) || !(await this.sessions.closeOne(userId, id))) throw sessionNotFound(id);
      await this.events.append({ ...by, what: 'session_revoked', subject: `session ${id}`, detail: null });
    });
  }
}
