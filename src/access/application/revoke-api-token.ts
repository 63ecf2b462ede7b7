import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { isLastAdmin } from '../domain/api-token.js';
import { lastAdminToken, tokenNotFound } from '../domain/api-token-errors.js';
import { ApiTokens } from './api-tokens.js';

@Injectable()
export class RevokeApiToken {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tokens: ApiTokens,
    private readonly clock: Clock,
  ) {}

  /** From the next request on it is not known, and its sessions are over. @throws token_not_found, last_admin_token */
  async execute(id: number): Promise<void> {
    await this.unitOfWork.run(async () => {
      const admins = await this.tokens.adminsForChange();
      if (isLastAdmin(id, admins, this.clock.now())) throw lastAdminToken();
      if (!(await this.tokens.remove(id))) throw tokenNotFound(id);
    });
  }
}
