import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { EndpointSettings } from '../domain/endpoint.js';
import { maskUrl } from '../domain/mask-url.js';
import { AnnounceOperations } from './announce-operations.js';
import { EndpointRepository } from './endpoint.repository.js';
import { OperatorActions } from './operator-actions.js';
import { TargetPolicy } from './target-policy.js';
import { UnfinishedDeliveries } from './unfinished-deliveries.js';
import { WorkerWakeup } from './worker-wakeup.js';

@Injectable()
export class UpdateEndpoint {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly endpoints: EndpointRepository,
    private readonly deliveries: UnfinishedDeliveries,
    private readonly targets: TargetPolicy,
    private readonly operations: AnnounceOperations,
    private readonly workers: WorkerWakeup,
    private readonly clock: Clock,
    private readonly actions: OperatorActions,
  ) {}

  /**
   * Disabling parks what waits. Enabling, also what a 410 has disabled, forgets what went wrong and queues again what
   * was parked for that. Both do the first part at once, in the transaction of the change, and `PlaceDeliveries` the
   * rest: the state of the endpoint must not be locked for as long as a million rows take. Another URL or auth is tried
   * at once.
   */
  async execute(id: number, changes: Partial<EndpointSettings>, actor: string): Promise<void> {
    if (changes.url !== undefined) {
      // The rules first, so that no name is looked up for an address that is refused anyway.
      const endpoint = await this.endpoints.look(id);
      endpoint.change(changes, this.clock.now());
      await this.targets.check(changes.url);
    }
    await this.unitOfWork.run(async () => {
      const endpoint = await this.endpoints.get(id);
      const wasOff = !endpoint.snapshot().settings.enabled || (await this.endpoints.isGone(id));
      const changed = endpoint.change(changes, this.clock.now()).filter((name) => name !== 'enabled');
      await this.endpoints.save(id, endpoint);
      if (changed.length > 0) {
        await this.actions.record({
          ...{ actor, action: 'update_endpoint', endpointId: id },
          detail: {
            changed: changed.map((name) => (name === 'maxInFlight' ? 'max_in_flight' : name)),
            ...(changed.includes('url') && { url: maskUrl(endpoint.snapshot().settings.url) }),
          },
        });
      }
      if (wasOff && changes.enabled === true) await this.endpoints.trust(id);
      if (changes.enabled !== undefined) {
        await this.deliveries.place(id);
        if (wasOff === changes.enabled) {
          const action = changes.enabled ? 'enable' : 'disable';
          await this.actions.record({ actor, action, endpointId: id });
        }
        if (!wasOff && !changes.enabled) {
          await this.operations.announce([{ event: 'endpoint.disabled', endpointId: id }]);
        }
      }
      if (changes.url !== undefined || changes.auth !== undefined) await this.endpoints.tryNow(id);
      this.unitOfWork.afterCommit(() => this.workers.wake());
    });
  }
}
