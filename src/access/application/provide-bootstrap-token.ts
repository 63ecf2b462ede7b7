import { Injectable } from '@nestjs/common';
import { ApiTokens } from './api-tokens.js';

/** Sees to it that there is an admin token to begin with. */
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
