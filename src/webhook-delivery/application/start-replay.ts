import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { EndpointRepository } from './endpoint.repository.js';
import { OperatorActions } from './operator-actions.js';
import { ReplaySignal } from './replay-signal.js';
import { Replays, type ReplayScope } from './replays.js';

/** Deliveries of a range of events go out again to one endpoint. The workers make them, in steps. */
@Injectable()
export class StartReplay {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly endpoints: EndpointRepository,
    private readonly replays: Replays,
    private readonly signal: ReplaySignal,
    private readonly clock: Clock,
    private readonly actions: OperatorActions,
  ) {}

  /**
   * An `until` that is absent or in the future is now: the range must have an end that is reached.
   * @returns its id
   * @throws endpoint_not_found, endpoint_disabled, validation_failed
   */
  async execute(
    wanted: Omit<ReplayScope, 'until'> & { until?: Date | undefined },
    actor: string,
  ): Promise<number> {
    const now = this.clock.now();
    const until = wanted.until && wanted.until < now ? wanted.until : now;
    if (wanted.since > (wanted.until ?? now)) throw invalid('must not be later than until, or than now');
    const scope = { ...wanted, until: until < wanted.since ? wanted.since : until };
    await this.endpoints.look(scope.endpointId);
    const total = await this.replays.count(scope);
    return this.unitOfWork.run(async () => {
      const endpoint = await this.endpoints.get(scope.endpointId);
      if (!endpoint.snapshot().settings.enabled) throw disabled('is disabled');
      if (await this.endpoints.isGone(scope.endpointId)) throw disabled('has answered 410 Gone');
      const id = await this.replays.add(scope, total);
      await this.actions.record({
        ...{ actor, action: 'replay', endpointId: scope.endpointId, replayId: id },
        detail: {
          since: scope.since.toISOString(),
          until: scope.until.toISOString(),
          states: [...scope.states],
          include_missing: scope.includeMissing,
          total,
        },
      });
      this.unitOfWork.afterCommit(() => this.signal.raise());
      return id;
    });
  }
}

function disabled(why: string): DomainError {
  return new DomainError(
    'conflict',
    'endpoint_disabled',
    `The endpoint ${why}. Enable it, then replay; what is parked for that goes out by itself then.`,
  );
}

function invalid(message: string): DomainError {
  return new DomainError('invalid', 'validation_failed', 'The request is not valid.', {
    errors: [{ pointer: '/since', message }],
  });
}
