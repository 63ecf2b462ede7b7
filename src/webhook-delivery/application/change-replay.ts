import { Injectable } from '@nestjs/common';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { ReplayState } from '../domain/replay-state.js';
import { ReplayNotFound } from './replay-not-found.js';
import { ReplaySignal } from './replay-signal.js';
import { Replays } from './replays.js';

/** Pauses, resumes or cancels a replay. Deliveries that it has made already are as any others. */
@Injectable()
export class ChangeReplay {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly replays: Replays,
    private readonly signal: ReplaySignal,
  ) {}

  /**
   * @returns its endpoint's id, and whether it was not so already
   * @throws replay_not_found, replay_finished
   */
  async execute(
    id: number,
    state: Exclude<ReplayState, 'done'>,
  ): Promise<{ endpointId: number; changed: boolean }> {
    return this.unitOfWork.run(async () => {
      const replay = await this.replays.forChange(id);
      if (!replay) throw new ReplayNotFound(id);
      const { endpointId, state: current } = replay;
      if (current === state) return { endpointId, changed: false };
      if (current === 'done' || current === 'cancelled') {
        throw new DomainError(
          'conflict',
          'replay_finished',
          `The replay is ${current} already. Start another.`,
        );
      }
      await this.replays.set(id, state);
      this.unitOfWork.afterCommit(() => this.signal.raise());
      return { endpointId, changed: true };
    });
  }
}
