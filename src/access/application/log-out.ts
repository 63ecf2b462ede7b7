import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { actorOfOwner } from '../domain/session.js';
import { AccessEvents } from './access-events.js';
import { Sessions } from './sessions.js';

@Injectable()
export class LogOut {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly events: AccessEvents,
  ) {}

  async execute(secret: string, address: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      const session = await this.sessions.find(secret);
      if (!session) return;
      await this.sessions.close(secret);
      const actor = actorOfOwner(session.owner);
      await this.events.append({ what: 'logout', actor, subject: actor, detail: null, address });
    });
  }
}
