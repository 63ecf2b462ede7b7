import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { AccessEvents } from '../application/access-events.js';
import type { AccessEvent } from '../domain/access-event.js';
import { AccessEventRow } from './access-event.row.js';

@Injectable()
export class TypeOrmAccessEvents extends AccessEvents {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async append({ what, actor, subject, detail, address }: AccessEvent): Promise<void> {
    await this.unitOfWork.manager.insert(AccessEventRow, { what, actor, subject, detail, address });
  }
}
