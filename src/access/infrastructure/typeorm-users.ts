import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { Clock } from '../../shared/kernel/clock.js';
import { Users, type AccountChange } from '../application/users.js';
import type { Account, NewAccount, User } from '../domain/user.js';
import { UserRow } from './user.row.js';

@Injectable()
export class TypeOrmUsers extends Users {
  constructor(
    private readonly unitOfWork: TypeOrmUnitOfWork,
    private readonly clock: Clock,
  ) {
    super();
  }

  async find(id: number): Promise<Account | undefined> {
    return toAccount(await this.unitOfWork.manager.findOneBy(UserRow, { id }));
  }

  async withEmail(email: string): Promise<Account | undefined> {
    return toAccount(await this.unitOfWork.manager.findOneBy(UserRow, { email }));
  }

  async isEmpty(): Promise<boolean> {
    return !(await this.unitOfWork.manager.exists(UserRow));
  }

  async takeTurns(): Promise<void> {
    await this.unitOfWork.transactional.query(`SELECT pg_advisory_xact_lock(hashtext('recordengine:users'))`);
  }

  async forChange(id: number): Promise<Account | undefined> {
    const row = await this.unitOfWork.transactional.findOne(UserRow, {
      where: { id },
      lock: { mode: 'pessimistic_write' },
    });
    return toAccount(row);
  }

  async admins(): Promise<User[]> {
    const rows = await this.unitOfWork.transactional.findBy(UserRow, { role: 'admin', disabled: false });
    return rows.map(toUser);
  }

  async add({ email, name, role, passwordHash }: NewAccount): Promise<User> {
    const rows = this.unitOfWork.transactional.getRepository(UserRow);
    const now = this.clock.now();
    const passwordChangedAt = passwordHash === null ? null : now;
    const row = rows.create({ email, name, role, passwordHash, passwordChangedAt, disabled: false });
    return toUser(await rows.save(row));
  }

  async change(id: number, { email, name, role, disabled, passwordHash }: AccountChange): Promise<void> {
    const now = this.clock.now();
    await this.unitOfWork.transactional.update(
      UserRow,
      { id },
      {
        ...(email !== undefined && { email }),
        ...(name !== undefined && { name }),
        ...(role !== undefined && { role }),
        ...(disabled !== undefined && { disabled }),
        ...(passwordHash !== undefined && { passwordHash, passwordChangedAt: now }),
        updatedAt: now,
      },
    );
  }

  async noteLogin(id: number, at: Date): Promise<void> {
    await this.unitOfWork.manager.update(UserRow, { id }, { lastLoginAt: at });
  }

  async remove(id: number): Promise<void> {
    await this.unitOfWork.transactional.delete(UserRow, { id });
  }
}

function toUser({ id, email, name, role, disabled }: UserRow): User {
  return { id, email, name, role, disabled };
}

function toAccount(row: UserRow | null): Account | undefined {
  return row ? { ...toUser(row), passwordHash: row.passwordHash } : undefined;
}
