import { Injectable } from '@nestjs/common';
import { ApiTokens } from './api-tokens.js';

/**
 * Sees to it, at every start, that somebody can administer. A configured token is put back even if it was deleted;
 * without one, a new one is made only while no admin token works, so deleting the bootstrap token lasts.
 */
@Injectable()
export class ProvideBootstrapToken {
  constructor(private readonly tokens: ApiTokens) {}

  /** @returns the token, when one was made that nobody has seen yet */
  async execute(configured: string | undefined): Promise<string | undefined> {
    if (configured === undefined) return this.tokens.makeFirstBootstrap();
    await this.tokens.replaceBootstrap(configured);
    return undefined;
  }
}
