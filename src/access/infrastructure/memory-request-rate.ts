import { Injectable } from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Config } from '../../shared/config/config.js';
import type { Holder } from '../../shared/kernel/caller.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { RequestRate } from '../application/request-rate.js';

/** Each process counts for itself. A second starts at a token's first request and is forgotten when it is over. */
@Injectable()
export class MemoryRequestRate extends RequestRate {
  readonly #limit: number;
  readonly #limiter: RateLimiterMemory;

  constructor(config: Config) {
    super();
    this.#limit = config.rateLimitPerSecond;
    this.#limiter = new RateLimiterMemory({ points: this.#limit, duration: 1 });
  }

  async count({ tokenId, userId }: Holder): Promise<void> {
    if (this.#limit === 0) return;
    const { consumedPoints } = await this.#limiter.penalty(tokenId ?? `user ${userId}`);
    if (consumedPoints <= this.#limit) return;
    throw new DomainError(
      'throttled',
      'rate_limited',
      `This ${tokenId === undefined ? 'account' : 'token'} has made more than ${this.#limit} requests in a second. Wait, then go on more slowly.`,
      { retryAfterSeconds: 1 },
    );
  }
}
