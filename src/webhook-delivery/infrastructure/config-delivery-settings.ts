import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { Config } from '../../shared/config/config.js';
import { DeliverySettings } from '../application/delivery-settings.js';

@Injectable()
export class ConfigDeliverySettings extends DeliverySettings {
  /** Told apart by the suffix: in containers, host and pid repeat themselves. */
  readonly worker = `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`;
  readonly leaseSeconds: number;
  readonly timeoutMs: number;
  readonly retrySchedule: readonly number[];
  readonly breaker: DeliverySettings['breaker'];
  readonly maxInFlight = 256;
  readonly maxInFlightOfAll: number;

  constructor(config: Config) {
    super();
    this.leaseSeconds = config.webhookLeaseSeconds;
    this.timeoutMs = config.webhookTimeoutMs;
    this.maxInFlightOfAll = config.webhookMaxInFlight;
    this.retrySchedule = config.webhookRetrySchedule;
    this.breaker = config.webhookBreaker;
  }
}
