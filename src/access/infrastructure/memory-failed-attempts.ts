import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { FailedAttempts } from '../application/failed-attempts.js';
import { addressKey } from './address-key.js';

const FAILURES_PER_MINUTE = 20;

@Injectable()
export class MemoryFailedAttempts extends FailedAttempts {
  readonly #limiter = new RateLimiterMemory({ points: FAILURES_PER_MINUTE, duration: 60 });
  readonly #salt = randomBytes(16);

  async note(address: string): Promise<void> {
    const { consumedPoints, msBeforeNext } = await this.#limiter.penalty(this.bucket(address));
    if (consumedPoints <= FAILURES_PER_MINUTE) return;
    throw new DomainError(
      'throttled',
      'too_many_failures',
      'Too many attempts with wrong API tokens came from this address. Wait, and check the token.',
      { retryAfterSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)) },
    );
  }

  /**
   * One of 65,536 counters, so that memory stays bounded however many addresses there are. Two that share one get a
   * 429 in place of a 401 a little early, which only those notice who have no token.
   */
  private bucket(address: string): number {
    return createHmac('sha256', this.#salt).update(addressKey(address)).digest().readUInt16BE();
  }
}
