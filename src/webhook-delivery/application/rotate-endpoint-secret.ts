import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { EndpointRepository } from './endpoint.repository.js';
import { SecretMaker } from './secret-maker.js';

@Injectable()
export class RotateEndpointSecret {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly endpoints: EndpointRepository,
    private readonly secrets: SecretMaker,
    private readonly clock: Clock,
  ) {}

  /** @returns the new secret, which is never shown again */
  async execute(id: number, overlapSeconds: number): Promise<string> {
    const secret = this.secrets.next();
    await this.unitOfWork.run(async () => {
      const endpoint = await this.endpoints.get(id);
      endpoint.rotateSecret(secret, overlapSeconds, this.clock.now());
      await this.endpoints.save(id, endpoint);
    });
    return secret;
  }
}
