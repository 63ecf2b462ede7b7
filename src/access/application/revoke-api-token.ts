import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { Initiator } from '../domain/access-event.js';
import { actorOf, isLastAdmin } from '../domain/api-token.js';
import { lastAdminToken, tokenNotFound } from '../domain/api-token-errors.js';
import { AccessEvents } from './access-events.js';
import { ApiTokens } from './api-tokens.js';

@Injectable()
export class RevokeApiToken {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tokens: ApiTokens,
    private readonly events: AccessEvents,
    private readonly clock: Clock,
  ) {}

  /** From the next request on it is not known, and its sessions are over. @throws token_not_found, last_admin_token */
  async execute(id: number, by: Initiator): Promise<void> {
    await this.unitOfWork.run(async () => {
      const admins = await this.tokens.adminsForChange();
      if (isLastAdmin(id, admins, this.clock.now())) throw lastAdminToken();
      const removed = await this.tokens.remove(id);
      if (!removed) throw tokenNotFound(id);
      await this.events.append({ ...by, what: 'token_revoked', subject: actorOf(removed), detail: null });
    });
  }
}
