import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel/clock.js';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { IntakeItems } from './intake-items.js';

/** Asks for another try, now. Whoever watches the source does it: its files need not be in reach of this process. */
@Injectable()
export class RetryIntakeItem {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly items: IntakeItems,
    private readonly clock: Clock,
  ) {}

  /** @throws intake_item_not_found, intake_item_accepted */
  async execute(id: number): Promise<void> {
    await this.unitOfWork.run(async () => {
      const item = await this.items.forChange(id);
      item.askAgain(this.clock.now());
      await this.items.save(item);
    });
  }
}
