import { Injectable } from '@nestjs/common';
import { plainArray } from '../../shared/database/plain-array.js';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { Outbox, type OutboxMessage } from '../../shared/kernel/outbox.js';
import { DeliveryWakeup } from './delivery-wakeup.js';
import { APPEND_EVENTS } from './sql/append-events.sql.js';

@Injectable()
export class PostgresOutbox extends Outbox {
  constructor(
    private readonly unitOfWork: TypeOrmUnitOfWork,
    private readonly wakeup: DeliveryWakeup,
  ) {
    super();
  }

  async append(messages: readonly OutboxMessage[]): Promise<void> {
    await this.unitOfWork.transactional.query(APPEND_EVENTS, [
      plainArray(messages.map((message) => message.eventId)),
      plainArray(messages.map((message) => message.event)),
      plainArray(messages.map((message) => message.documentId)),
      plainArray(messages.map((message) => message.revision)),
      messages.map((message) => message.body),
      plainArray(messages.map((message) => message.at)),
      plainArray(messages.map((message) => message.aboutEndpoint ?? null)),
    ]);
    this.unitOfWork.afterCommit(() => this.wakeup.wake());
  }
}
