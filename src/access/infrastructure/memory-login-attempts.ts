import { Injectable } from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { LoginAttempts } from '../application/login-attempts.js';
import { addressKey } from './address-key.js';

const OF_ACCOUNT = { points: 10, duration: 15 * 60 };
const OF_ADDRESS = { points: 20, duration: 60 };
/** No e-mail is longer, and a longer key would be somebody's way to fill the memory. */
const LONGEST = 254;

/**
 * Each process counts for itself. A counter lives as long as its time, and a password takes so long to check that
 * there are never many.
 */
@Injectable()
export class MemoryLoginAttempts extends LoginAttempts {
  readonly #ofAccount = new RateLimiterMemory(OF_ACCOUNT);
  readonly #ofAddress = new RateLimiterMemory(OF_ADDRESS);

  async count(email: string, address: string): Promise<void> {
    const account = await this.#ofAccount.penalty(email.slice(0, LONGEST));
    const from = await this.#ofAddress.penalty(addressKey(address));
    const waits = [
      account.consumedPoints > OF_ACCOUNT.points ? account.msBeforeNext : 0,
      from.consumedPoints > OF_ADDRESS.points ? from.msBeforeNext : 0,
    ];
    const waitMs = Math.max(...waits);
    if (waitMs === 0) return;
    throw new DomainError(
      'throttled',
      'too_many_logins',
      'There were too many attempts to sign in to this account, or from this address. Wait, then try again.',
      { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) },
    );
  }

  async forgive(email: string, address: string): Promise<void> {
    await this.#ofAccount.delete(email.slice(0, LONGEST));
    await this.#ofAddress.reward(addressKey(address));
  }
}
