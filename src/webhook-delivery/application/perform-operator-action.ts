import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/kernel/unit-of-work.js';
import { OperatorActions, type OperatorActionRecord } from './operator-actions.js';

/** A use case of an operator and its record, in one transaction. Only for those that do nothing slow. */
@Injectable()
export class PerformOperatorAction {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly actions: OperatorActions,
  ) {}

  /** @param recordOf undefined when there was nothing to do */
  execute<T>(work: () => Promise<T>, recordOf: (result: T) => OperatorActionRecord | undefined): Promise<T> {
    return this.unitOfWork.run(async () => {
      const result = await work();
      const record = recordOf(result);
      if (record) await this.actions.record(record);
      return result;
    });
  }
}
