import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../config/config.js';
import { IdempotencyKeys } from '../kernel/idempotency-keys.js';
import { SelfCheckBoard } from '../kernel/self-check-board.js';
import { SecretBox } from '../kernel/secret-box.js';
import { UnitOfWork } from '../kernel/unit-of-work.js';
import { DatabaseHealth } from './database-health.js';
import { IdempotencyKeysJob } from './idempotency-keys.job.js';
import { InstanceSettings } from './instance-settings.js';
import { databaseOptions, openDatabase } from './open-database.js';
import { openSecretBox } from './open-secret-box.js';
import { PostgresIdempotencyKeys } from './postgres-idempotency-keys.js';
import { PostgresSelfCheckBoard } from './postgres-self-check-board.js';
import { TypeOrmUnitOfWork } from './typeorm-unit-of-work.js';

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Config],
      useFactory: (config: Config) => ({
        ...databaseOptions(config.databaseUrl ?? ''),
        autoLoadEntities: true,
      }),
      dataSourceFactory: openDatabase,
    }),
  ],
  providers: [
    TypeOrmUnitOfWork,
    { provide: UnitOfWork, useExisting: TypeOrmUnitOfWork },
    { provide: IdempotencyKeys, useClass: PostgresIdempotencyKeys },
    IdempotencyKeysJob,
    InstanceSettings,
    DatabaseHealth,
    { provide: SelfCheckBoard, useClass: PostgresSelfCheckBoard },
    {
      provide: SecretBox,
      inject: [Config, InstanceSettings, TypeOrmUnitOfWork],
      useFactory: openSecretBox,
    },
  ],
  exports: [
    TypeOrmUnitOfWork,
    UnitOfWork,
    IdempotencyKeys,
    InstanceSettings,
    DatabaseHealth,
    SelfCheckBoard,
    SecretBox,
  ],
})
export class DatabaseModule {}
