import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { isExpired, looksLikeApiToken, type ApiToken } from '../domain/api-token.js';
import { ApiTokens } from './api-tokens.js';
import { FailedAttempts } from './failed-attempts.js';

@Injectable()
export class AuthenticateToken {
  constructor(
    private readonly tokens: ApiTokens,
    private readonly failures: FailedAttempts,
    private readonly clock: Clock,
  ) {}

  /** @throws unauthenticated, or too_many_failures for the client address */
  async execute(secret: string, address: string): Promise<ApiToken> {
    const token = looksLikeApiToken(secret) ? await this.tokens.find(secret) : undefined;
    if (!token || isExpired(token, this.clock.now())) {
      await this.failures.note(address);
      throw new DomainError(
        'unauthenticated',
        'unauthenticated',
        'This API token is not known, or has expired.',
      );
    }
    this.tokens.noteUse(token.id);
    return token;
  }
}
