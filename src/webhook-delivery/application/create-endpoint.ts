import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { Endpoint, type EndpointSettings } from '../domain/endpoint.js';
import { maskUrl } from '../domain/mask-url.js';
import { EndpointRepository } from './endpoint.repository.js';
import { OperatorActions } from './operator-actions.js';
import { SecretMaker } from './secret-maker.js';
import { TargetPolicy } from './target-policy.js';

@Injectable()
export class CreateEndpoint {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly endpoints: EndpointRepository,
    private readonly targets: TargetPolicy,
    private readonly secrets: SecretMaker,
    private readonly clock: Clock,
    private readonly actions: OperatorActions,
  ) {}

  /** @returns the id, and the secret, which is never shown again */
  async execute(settings: EndpointSettings, actor: string): Promise<{ id: number; secret: string }> {
    const secret = this.secrets.next();
    const endpoint = Endpoint.create(settings, secret, this.clock.now());
    await this.targets.check(settings.url);
    const id = await this.unitOfWork.run(async () => {
      const endpointId = await this.endpoints.add(endpoint);
      const { url, events } = endpoint.snapshot().settings;
      const detail = { url: maskUrl(url), events };
      await this.actions.record({ actor, action: 'create_endpoint', endpointId, detail });
      return endpointId;
    });
    return { id, secret };
  }
}
