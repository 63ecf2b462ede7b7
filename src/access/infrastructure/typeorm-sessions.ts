import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { Sessions, type StoredSession } from '../application/sessions.js';
import { SessionRow } from './session.row.js';
import { sha256 } from './sha256.js';

@Injectable()
export class TypeOrmSessions extends Sessions {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async open(tokenId: number, expiresAt: Date, now: Date): Promise<string> {
    const { manager } = this.unitOfWork;
    await manager.delete(SessionRow, { expiresAt: LessThanOrEqual(now) });
    const id = randomBytes(32).toString('base64url');
    const csrfToken = randomBytes(32).toString('base64url');
    await manager.insert(SessionRow, { idHash: sha256(id), tokenId, csrfToken, expiresAt });
    return id;
  }

  async find(id: string): Promise<StoredSession | undefined> {
    const idHash = sha256(id);
    const row = await this.unitOfWork.manager.findOne(SessionRow, {
      where: { idHash },
      relations: { token: true },
    });
    if (!row || !timingSafeEqual(row.idHash, idHash)) return undefined;
    const { id: tokenId, name, scopes, expiresAt } = row.token;
    return {
      token: { id: tokenId, name, scopes, expiresAt },
      csrfToken: row.csrfToken,
      expiresAt: row.expiresAt,
    };
  }

  async close(id: string): Promise<void> {
    await this.unitOfWork.manager.delete(SessionRow, { idHash: sha256(id) });
  }
}
