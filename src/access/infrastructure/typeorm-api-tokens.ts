import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { ApiTokens } from '../application/api-tokens.js';
import type { ApiToken } from '../domain/api-token.js';
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
    if (!row || !timingSafeEqual(row.tokenHash, tokenHash)) return undefined;
    const { id, name, scopes, expiresAt } = row;
    return { id, name, scopes, expiresAt };
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

  replaceBootstrap(secret: string): Promise<void> {
    return this.unitOfWork.run(async () => {
      const { manager } = this.unitOfWork;
      await this.lockBootstrap();
      const tokenHash = sha256(secret);
      await manager.query(`DELETE FROM api_tokens WHERE bootstrap AND token_hash <> $1`, [tokenHash]);
      await manager.query(
        `INSERT INTO api_tokens (name, token_hash, scopes, bootstrap) VALUES ('bootstrap', $1, '{admin}', true)
         ON CONFLICT (token_hash) DO UPDATE SET scopes = '{admin}', bootstrap = true, expires_at = NULL`,
        [tokenHash],
      );
    });
  }

  makeFirstBootstrap(): Promise<string | undefined> {
    return this.unitOfWork.run(async () => {
      await this.lockBootstrap();
      if (await this.unitOfWork.manager.existsBy(ApiTokenRow, { bootstrap: true })) return undefined;
      const secret = `re_${randomBytes(20).toString('hex')}`;
      await this.unitOfWork.transactional.insert(ApiTokenRow, {
        name: 'bootstrap',
        tokenHash: sha256(secret),
        scopes: ['admin'],
        bootstrap: true,
      });
      return secret;
    });
  }

  /** Processes that start together take turns. */
  private lockBootstrap(): Promise<unknown> {
    return this.unitOfWork.transactional.query(
      `SELECT pg_advisory_xact_lock(hashtext('recordengine:bootstrap-token'))`,
    );
  }
}
