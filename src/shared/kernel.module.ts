import { Global, Module } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from './kernel/clock.js';
import { Ids } from './kernel/ids.js';

class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

class Uuid7Ids extends Ids {
  next(): string {
    return uuidv7();
  }
}

/** The real time and real ids. */
@Global()
@Module({
  providers: [
    { provide: Clock, useClass: SystemClock },
    { provide: Ids, useClass: Uuid7Ids },
  ],
  exports: [Clock, Ids],
})
export class KernelModule {}
