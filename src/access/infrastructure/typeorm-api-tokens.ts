import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { ArrayContains } from 'typeorm';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { ApiTokens } from '../application/api-tokens.js';
import { isExpired, type ApiToken, type NewApiToken } from '../domain/api-token.js';
import { ApiTokenRow } from './api-token.row.js';
import { sha256 } from './sha256.js';

const NOTE_EVERY_MS = 60_000;

@Injectable()
export class TypeOrmApiTokens extends ApiTokens {
  readonly #log = new Logger('Access');
  /** When each token's use was last written by this process. As many entries as there are tokens. */
  readonly #noted = new Map<number, number>();

  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async find(secret: string): Promise<ApiToken | undefined> {
    const tokenHash = sha256(secret);
    const row = await this.unitOfWork.manager.findOneBy(ApiTokenRow, { tokenHash });
    return row && timingSafeEqual(row.tokenHash, tokenHash) ? toApiToken(row) : undefined;
  }

  noteUse(id: number): void {
    const now = Date.now();
    if (now - (this.#noted.get(id) ?? 0) < NOTE_EVERY_MS) return;
    this.#noted.set(id, now);
    this.unitOfWork.manager
      .query(
        `UPDATE api_tokens SET last_used_at = now()
         WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
        [id],
      )
      .catch((error: unknown) => this.#log.debug({ err: error }, 'The use of a token was not noted'));
  }

  async add({ name, scopes, expiresAt }: NewApiToken): Promise<{ id: number; secret: string }> {
    const secret = newSecret();
    const rows = this.unitOfWork.transactional.getRepository(ApiTokenRow);
    const row = rows.create({ name, tokenHash: sha256(secret), scopes: [...scopes], expiresAt });
    return { id: (await rows.save(row)).id, secret };
  }

  async adminsForChange(): Promise<ApiToken[]> {
    await this.takeTurns();
    const rows = await this.unitOfWork.transactional.findBy(ApiTokenRow, {
      scopes: ArrayContains(['admin']),
    });
    return rows.map(toApiToken);
  }

  async remove(id: number): Promise<ApiToken | undefined> {
    const { transactional } = this.unitOfWork;
    const row = await transactional.findOneBy(ApiTokenRow, { id });
    const { affected } = await transactional.delete(ApiTokenRow, { id });
    return row && affected === 1 ? toApiToken(row) : undefined;
  }

  replaceBootstrap(secret: string): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const { manager } = this.unitOfWork;
      await this.takeTurns();
      const tokenHash = sha256(secret);
      await manager.query(`DELETE FROM api_tokens WHERE bootstrap AND token_hash <> $1`, [tokenHash]);
      const changed: unknown[] = await manager.query(
        `INSERT INTO api_tokens AS known (name, token_hash, scopes, bootstrap)
         VALUES ('bootstrap', $1, '{admin}', true)
         ON CONFLICT (token_hash) DO UPDATE SET scopes = '{admin}', bootstrap = true, expires_at = NULL
          WHERE NOT known.bootstrap OR known.scopes <> '{admin}' OR known.expires_at IS NOT NULL
         RETURNING true`,
        [tokenHash],
      );
      return changed.length > 0;
    });
  }

  makeFirstBootstrap(): Promise<string | undefined> {
    return this.unitOfWork.run(async () => {
      const admins = await this.adminsForChange();
      if (admins.some((admin) => !isExpired(admin, new Date()))) return undefined;
      const secret = newSecret();
      await this.unitOfWork.transactional.insert(ApiTokenRow, {
        name: 'bootstrap',
        tokenHash: sha256(secret),
        scopes: ['admin'],
        bootstrap: true,
      });
      return secret;
    });
  }

  /** Processes that start together, and requests that remove tokens, each see what the one before has done. */
  private takeTurns(): Promise<unknown> {
    return this.unitOfWork.transactional.query(
      `SELECT pg_advisory_xact_lock(hashtext('recordengine:admin-tokens'))`,
    );
  }
}

function newSecret(): string {
  return `re_${randomBytes(20).toString('hex')}`;
}

function toApiToken({ id, name, scopes, expiresAt }: ApiTokenRow): ApiToken {
  return { id, name, scopes, expiresAt };
}
