import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Config } from '../../shared/config/config.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { TargetPolicy } from '../application/target-policy.js';
import { AddressPolicy } from './address-policy.js';
import { AddressRefused, VettedLookup } from './vetted-lookup.js';

const LOOKUP_MS = 3000;

@Injectable()
export class DnsTargetPolicy extends TargetPolicy {
  constructor(
    private readonly lookup: VettedLookup,
    private readonly config: Config,
  ) {
    super();
  }

  async check(url: string): Promise<void> {
    const addresses = await this.#addresses(new URL(url).hostname.replace(/^\[|\]$/g, ''));
    const isLoopback =
      addresses.length > 0 && addresses.every((address) => AddressPolicy.isLoopback(address));
    if (!this.config.publicBaseUrlIsSet && !isLoopback) {
      throw refusal(
        'public_base_url_unset',
        'PUBLIC_BASE_URL is not set, so doc_url would be a dead link for this receiver. Set PUBLIC_BASE_URL to the ' +
          'address at which people reach this service, or use an endpoint on this machine.',
      );
    }
  }

  /** The addresses that would be used; none when the name cannot be resolved now. */
  async #addresses(hostname: string): Promise<string[]> {
    const timer = new AbortController();
    try {
      const found = await Promise.race([
        this.lookup.addresses(hostname),
        pause(LOOKUP_MS, [], { signal: timer.signal, ref: false }),
      ]);
      return found.map(({ address }) => address);
    } catch (error) {
      if (!(error instanceof AddressRefused)) return [];
      const which = error.addresses.join(', ');
      throw refusal(
        'endpoint_address_refused',
        `${hostname === which ? which : `${hostname} (${which})`} is not a public address. To allow it, add its range ` +
          'to WEBHOOK_ALLOWED_CIDRS.',
      );
    } finally {
      timer.abort();
    }
  }
}

function refusal(code: string, message: string): DomainError {
  return new DomainError('invalid', code, message, { errors: [{ pointer: '/url', message }] });
}
