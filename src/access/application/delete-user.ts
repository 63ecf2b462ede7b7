import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { Initiator } from '../domain/access-event.js';
import { actorOfUser, isLastAdminUser } from '../domain/user.js';
import { lastAdminUser, userNotFound } from '../domain/user-errors.js';
import { AccessEvents } from './access-events.js';
import { Users } from './users.js';

@Injectable()
export class DeleteUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: Users,
    private readonly events: AccessEvents,
  ) {}

  /** @throws user_not_found, last_admin_user */
  async execute(id: number, by: Initiator): Promise<void> {
    await this.unitOfWork.run(async () => {
      await this.users.takeTurns();
      const user = await this.users.forChange(id);
      if (!user) throw userNotFound(id);
      if (isLastAdminUser(id, await this.users.admins())) throw lastAdminUser();
      await this.users.remove(id);
      await this.events.append({ ...by, what: 'user_deleted', subject: actorOfUser(user), detail: null });
    });
  }
}
