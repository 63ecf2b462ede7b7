import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import type { IntakeItemState } from '../domain/intake-item.js';
import { IntakeItems } from './intake-items.js';

/** Another try was asked for, and there is nothing left to try. */
@Injectable()
export class GiveUpRetry {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly items: IntakeItems,
  ) {}

  /** Changes nothing when somebody has tried, or asked anew, since `seen` was read. */
  async execute(seen: IntakeItemState, reason: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      const item = await this.items.forChange(seen.id);
      const now = item.snapshot();
      if (item.isSettled || now.retryRequestedAt?.getTime() !== seen.retryRequestedAt?.getTime()) return;
      item.refuse(reason, now.sha256);
      await this.items.save(item);
    });
  }
}
