import { Global, Module } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Config } from './config/config.js';
import { Clock } from './kernel/clock.js';
import { DocumentLinks } from './kernel/document-links.js';
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

/** The real time, real ids and this installation's addresses. */
@Global()
@Module({
  providers: [
    { provide: Clock, useClass: SystemClock },
    { provide: Ids, useClass: Uuid7Ids },
    {
      provide: DocumentLinks,
      inject: [Config],
      useFactory: (config: Config) => new DocumentLinks(config.publicBaseUrl),
    },
  ],
  exports: [Clock, Ids, DocumentLinks],
})
export class KernelModule {}
