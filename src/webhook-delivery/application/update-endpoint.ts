import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { EndpointSettings } from '../domain/endpoint.js';
import { EndpointRepository } from './endpoint.repository.js';
import { TargetPolicy } from './target-policy.js';

@Injectable()
export class UpdateEndpoint {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly endpoints: EndpointRepository,
    private readonly targets: TargetPolicy,
    private readonly clock: Clock,
  ) {}

  async execute(id: number, changes: Partial<EndpointSettings>): Promise<void> {
    const change = async (): Promise<void> => {
      const endpoint = await this.endpoints.get(id);
      endpoint.change(changes, this.clock.now());
      await this.endpoints.save(id, endpoint);
    };
    if (changes.url !== undefined) {
      // The rules first, so that no name is looked up for an address that is refused anyway.
      const endpoint = await this.endpoints.look(id);
      endpoint.change(changes, this.clock.now());
      await this.targets.check(changes.url);
    }
    await this.unitOfWork.run(change);
  }
}
