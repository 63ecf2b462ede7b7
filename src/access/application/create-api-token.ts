import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { isExpired, type NewApiToken } from '../domain/api-token.js';
import { expiryInPast } from '../domain/api-token-errors.js';
import { ApiTokens } from './api-tokens.js';

@Injectable()
export class CreateApiToken {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tokens: ApiTokens,
    private readonly clock: Clock,
  ) {}

  /** @returns the id, and the token itself, which is never shown again. @throws expiry_in_past */
  async execute(token: NewApiToken): Promise<{ id: number; secret: string }> {
    if (isExpired(token, this.clock.now())) throw expiryInPast();
    return this.unitOfWork.run(() => this.tokens.add(token));
  }
}
