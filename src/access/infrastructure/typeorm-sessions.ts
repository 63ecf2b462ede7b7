import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { LessThan, LessThanOrEqual, MoreThan, Not } from 'typeorm';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { Ids } from '../../shared/kernel/ids.js';
import { Sessions, type NewSession, type SessionView } from '../application/sessions.js';
import type { Session, SessionOwner } from '../domain/session.js';
import { SessionRow } from './session.row.js';
import { sha256 } from './sha256.js';

const NOTE_EVERY_MS = 60_000;

@Injectable()
export class TypeOrmSessions extends Sessions {
  readonly #log = new Logger('Access');

  constructor(
    private readonly unitOfWork: TypeOrmUnitOfWork,
    private readonly ids: Ids,
  ) {
    super();
  }

  async open({ holder, expiresAt, address, userAgent }: NewSession, now: Date): Promise<string> {
    const { manager } = this.unitOfWork;
    await manager.delete(SessionRow, { expiresAt: LessThanOrEqual(now) });
    const secret = newSecret();
    await manager.insert(SessionRow, {
      secretHash: sha256(secret),
      id: this.ids.next(),
      tokenId: holder.tokenId ?? null,
      userId: holder.userId ?? null,
      csrfToken: newSecret(),
      address,
      userAgent: userAgent.slice(0, 255),
      createdAt: now,
      lastUsedAt: now,
      expiresAt,
    });
    return secret;
  }

  async find(secret: string): Promise<Session | undefined> {
    const secretHash = sha256(secret);
    const row = await this.unitOfWork.manager.findOne(SessionRow, {
      where: { secretHash },
      relations: { token: true, user: true },
    });
    if (!row || !timingSafeEqual(row.secretHash, secretHash)) return undefined;
    const { id, csrfToken, createdAt, lastUsedAt, expiresAt } = row;
    const owner = ownerOf(row);
    return owner && { id, owner, csrfToken, createdAt, lastUsedAt, expiresAt };
  }

  noteUse({ id, lastUsedAt }: Session, now: Date): void {
    if (now.getTime() - lastUsedAt.getTime() < NOTE_EVERY_MS) return;
    this.unitOfWork.manager
      .update(SessionRow, { id, lastUsedAt: LessThan(now) }, { lastUsedAt: now })
      .catch((error: unknown) => this.#log.debug({ err: error }, 'The use of a session was not noted'));
  }

  async close(secret: string): Promise<void> {
    await this.unitOfWork.manager.delete(SessionRow, { secretHash: sha256(secret) });
  }

  async rotate(secret: string): Promise<{ secret: string; expiresAt: Date }> {
    const fresh = newSecret();
    const secretHash = sha256(fresh);
    const { transactional } = this.unitOfWork;
    await transactional.update(SessionRow, { secretHash: sha256(secret) }, { secretHash });
    const { expiresAt } = await transactional.findOneByOrFail(SessionRow, { secretHash });
    return { secret: fresh, expiresAt };
  }

  async closeAllOf(userId: number, but?: string): Promise<string[]> {
    const deleted = await this.unitOfWork.transactional
      .createQueryBuilder()
      .delete()
      .from(SessionRow)
      .where({ userId, ...(but !== undefined && { secretHash: Not(sha256(but)) }) })
      .returning('id')
      .execute();
    return (deleted.raw as { id: string }[]).map(({ id }) => id);
  }

  async closeOne(userId: number, id: string): Promise<boolean> {
    return (await this.unitOfWork.transactional.delete(SessionRow, { userId, id })).affected === 1;
  }

  async listOf(
    userId: number,
    { now, idleMs, limit, before }: { now: Date; idleMs: number; limit: number; before: string | undefined },
  ): Promise<SessionView[]> {
    const rows = await this.unitOfWork.manager.find(SessionRow, {
      where: {
        userId,
        expiresAt: MoreThan(now),
        lastUsedAt: MoreThan(new Date(now.getTime() - idleMs)),
        ...(before !== undefined && { id: LessThan(before) }),
      },
      order: { id: 'DESC' },
      take: limit,
    });
    return rows.map(({ id, createdAt, lastUsedAt, expiresAt, address, userAgent }) => ({
      ...{ id, createdAt, lastUsedAt, expiresAt, address, userAgent },
    }));
  }
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

function ownerOf({ token, user }: SessionRow): SessionOwner | undefined {
  if (user) {
    const { id, email, name, role, disabled } = user;
    return { user: { id, email, name, role, disabled } };
  }
  if (!token) return undefined;
  const { id, name, scopes, expiresAt } = token;
  return { token: { id, name, scopes, expiresAt } };
}
