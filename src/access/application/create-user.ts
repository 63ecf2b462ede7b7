import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { Initiator } from '../domain/access-event.js';
import { checkPassword } from '../domain/check-password.js';
import { actorOfUser, normalEmail, type User, type UserRole } from '../domain/user.js';
import { emailTaken } from '../domain/user-errors.js';
import { AccessEvents } from './access-events.js';
import { Passwords } from './passwords.js';
import { Users } from './users.js';

export interface CreateUserInput {
  email: string;
  name: string;
  role: UserRole;
  /** Null: enters by the identity provider alone. */
  password: string | null;
}

@Injectable()
export class CreateUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly events: AccessEvents,
  ) {}

  /** @throws password_refused, email_taken */
  async execute({ email: given, name, role, password }: CreateUserInput, by: Initiator): Promise<User> {
    const email = normalEmail(given);
    if (password !== null) checkPassword(password, email, '/password');
    const passwordHash = password === null ? null : await this.passwords.hash(password);
    return this.unitOfWork.run(async () => {
      await this.users.takeTurns();
      if (await this.users.withEmail(email)) throw emailTaken(email);
      const user = await this.users.add({ email, name, role, passwordHash });
      await this.events.append({
        ...by,
        what: 'user_created',
        subject: actorOfUser(user),
        detail: `role ${role}`,
      });
      return user;
    });
  }
}
