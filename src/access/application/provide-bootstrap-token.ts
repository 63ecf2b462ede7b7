import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { AccessEvents } from './access-events.js';
import { ApiTokens } from './api-tokens.js';

/**
 * Sees to it, at every start, that somebody can administer. A configured token is put back even if it was deleted;
 * without one, a new one is made only while no admin token works, so deleting the bootstrap token lasts.
 */
@Injectable()
export class ProvideBootstrapToken {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tokens: ApiTokens,
    private readonly events: AccessEvents,
  ) {}

  /** @returns the token, when one was made that nobody has seen yet */
  execute(configured: string | undefined): Promise<string | undefined> {
    return this.unitOfWork.run(async () => {
      const made = configured === undefined ? await this.tokens.makeFirstBootstrap() : undefined;
      const isNew = configured === undefined ? made : await this.tokens.replaceBootstrap(configured);
      if (isNew) {
        await this.events.append({
          what: 'token_created',
          actor: 'system',
          subject: 'token (bootstrap)',
          detail: 'scopes admin',
          address: null,
        });
      }
      return made;
    });
  }
}
