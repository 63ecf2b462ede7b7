import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { Replays } from './replays.js';
import { WorkerWakeup } from './worker-wakeup.js';

/** Bounds the transaction, and for how long the queue of an endpoint can be held up by it. */
const EVENTS_IN_A_STEP = 500;

@Injectable()
export class AdvanceReplays {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly replays: Replays,
    private readonly workers: WorkerWakeup,
  ) {}

  /** One step of one replay. @returns whether there was one to take */
  execute(): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const stepped = await this.replays.step(EVENTS_IN_A_STEP);
      if (stepped) this.unitOfWork.afterCommit(() => this.workers.wake());
      return stepped;
    });
  }
}
