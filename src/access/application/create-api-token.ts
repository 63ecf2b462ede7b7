import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { Initiator } from '../domain/access-event.js';
import { actorOf, isExpired, type NewApiToken } from '../domain/api-token.js';
import { expiryInPast } from '../domain/api-token-errors.js';
import { AccessEvents } from './access-events.js';
import { ApiTokens } from './api-tokens.js';

@Injectable()
export class CreateApiToken {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tokens: ApiTokens,
    private readonly events: AccessEvents,
    private readonly clock: Clock,
  ) {}

  /** @returns the id, and the token itself, which is never shown again. @throws expiry_in_past */
  async execute(token: NewApiToken, by: Initiator): Promise<{ id: number; secret: string }> {
    if (isExpired(token, this.clock.now())) throw expiryInPast();
    return this.unitOfWork.run(async () => {
      const made = await this.tokens.add(token);
      const subject = actorOf({ ...token, id: made.id });
      const detail = `scopes ${token.scopes.join(', ')}`;
      await this.events.append({ ...by, what: 'token_created', subject, detail });
      return made;
    });
  }
}
