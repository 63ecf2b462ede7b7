import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { actorOfUser } from '../domain/user.js';
import { AccessEvents } from './access-events.js';
import { Passwords } from './passwords.js';
import { Users } from './users.js';

/** Sees to it, at every start, that there is an account. Of several processes that start together one makes it. */
@Injectable()
export class ProvideFirstAdmin {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly events: AccessEvents,
  ) {}

  /** @returns the password, when an account was made */
  async execute(email: string): Promise<string | undefined> {
    if (!(await this.users.isEmpty())) return undefined;
    const password = this.passwords.generate();
    const passwordHash = await this.passwords.hash(password);
    return this.unitOfWork.run(async () => {
      await this.users.takeTurns();
      if (!(await this.users.isEmpty())) return undefined;
      const user = await this.users.add({ email, name: 'Administrator', role: 'admin', passwordHash });
      await this.events.append({
        what: 'user_created',
        actor: 'system',
        subject: actorOfUser(user),
        detail: 'role admin',
        address: null,
      });
      return password;
    });
  }
}
