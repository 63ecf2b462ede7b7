import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../config/config.js';
import { IdempotencyKeys } from '../kernel/idempotency-keys.js';
import { SecretBox } from '../kernel/secret-box.js';
import { UnitOfWork } from '../kernel/unit-of-work.js';
import { AesSecretBox } from './aes-secret-box.js';
import { DatabaseHealth } from './database-health.js';
import { IdempotencyKeysJob } from './idempotency-keys.job.js';
import { InstanceSettings } from './instance-settings.js';
import { databaseOptions, openDatabase } from './open-database.js';
import { PostgresIdempotencyKeys } from './postgres-idempotency-keys.js';
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
    {
      provide: SecretBox,
      inject: [Config, InstanceSettings],
      useFactory: openSecretBox,
    },
  ],
  exports: [TypeOrmUnitOfWork, UnitOfWork, IdempotencyKeys, InstanceSettings, DatabaseHealth, SecretBox],
})
export class DatabaseModule {}

/** The database remembers which key its secrets are sealed with: another key stops the start, not the first send. */
async function openSecretBox(config: Config, settings: InstanceSettings): Promise<SecretBox> {
  if (config.secretsKey === undefined) throw new Error('No SECRETS_KEY');
  const box = new AesSecretBox(config.secretsKey);
  const known = await settings.getOrSet('secrets_key_fingerprint', box.fingerprint);
  if (known !== box.fingerprint) {
    throw new Error(
      `SECRETS_KEY is not the key this database was made with (fingerprint ${box.fingerprint}, expected ${known}). ` +
        'Set the key that belongs to this database.',
    );
  }
  return box;
}
