import { Injectable } from '@nestjs/common';
import { TypeOrmUnitOfWork } from '../../shared/database/typeorm-unit-of-work.js';
import { SlotBook } from '../application/slot-book.js';
import { shareSlots, type SharedSlots, type SlotAsk, type SlotHolder } from '../domain/share-slots.js';
import { READ_SLOT_BOOK } from './sql/read-slot-book.sql.js';
import { WRITE_SLOT_BOOK } from './sql/write-slot-book.sql.js';

/** One of those that write at the same moment gets through each time. */
const MAX_TRIES = 50;

/**
 * One row, read and then written if nobody else has written meanwhile, each in a statement of its own: no lock outlasts
 * a statement, so a process that is frozen or cut off between the two holds up nobody. What it had stays its own until
 * its lease ends, for its requests may be under way; that bounds it.
 */
@Injectable()
export class PostgresSlotBook extends SlotBook {
  constructor(private readonly unitOfWork: TypeOrmUnitOfWork) {
    super();
  }

  async take(ask: SlotAsk): Promise<Omit<SharedSlots, 'holders'>> {
    const { manager } = this.unitOfWork;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const [book] =
        await manager.query<{ holders: SlotHolder[]; version: number; now: number }[]>(READ_SLOT_BOOK);
      if (!book) throw new Error('webhook_slot_book has lost its row');
      const { holders, ...taken } = shareSlots(book.holders, ask, book.now);
      const written = await manager.query<unknown[]>(WRITE_SLOT_BOOK, [
        JSON.stringify(holders),
        book.version,
      ]);
      if (written.length > 0) return taken;
    }
    throw new Error(`Others have changed webhook_slot_book ${MAX_TRIES} times before this worker could`);
  }
}
