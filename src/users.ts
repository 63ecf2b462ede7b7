// Accounts from the command line: `npm run users -- list`, or `node dist/src/users.js list` where there is no npm.
import 'reflect-metadata';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  AccountsModule,
  ChangeUser,
  CreateUser,
  Passwords,
  UserQueries,
  Users,
} from './access/accounts.module.js';
import { Config } from './shared/config/config.js';
import { ConfigModule } from './shared/config/config.module.js';
import { readOrMakeSecretsKey } from './shared/config/secrets-key.js';
import { DatabaseModule } from './shared/database/database.module.js';
import { KernelModule } from './shared/kernel.module.js';

const USAGE = `Usage:
  users add --email <e-mail> --name <name> [--role admin|reviewer|viewer] [--password-stdin]
  users password --email <e-mail> [--password-stdin]
  users list

Without --password-stdin a password is made, and shown once. The default role is viewer.
`;
const BY = { actor: 'cli', address: null };
const PAGE = 200;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    email: { type: 'string', default: '' },
    name: { type: 'string', default: '' },
    role: { type: 'string', default: 'viewer' },
    'password-stdin': { type: 'boolean', default: false },
  },
});

const commands: Record<string, (app: INestApplicationContext) => Promise<void>> = { add, password, list };

async function add(app: INestApplicationContext): Promise<void> {
  const { email, name } = values;
  const role = (['admin', 'reviewer', 'viewer'] as const).find((each) => each === values.role);
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || name.trim() === '' || role === undefined) throw new Error(USAGE);
  await withPassword(app, (given) =>
    app.get(CreateUser).execute({ email, name: name.trim(), role, password: given }, BY),
  );
}

async function password(app: INestApplicationContext): Promise<void> {
  const user = await app.get(Users).withEmail(values.email.trim().toLowerCase());
  if (!user) throw new Error(`There is no user with the e-mail "${values.email}".`);
  await withPassword(app, (given) => app.get(ChangeUser).execute(user.id, { password: given }, BY));
}

async function list(app: INestApplicationContext): Promise<void> {
  let before: number | undefined;
  for (;;) {
    const users = await app.get(UserQueries).list(PAGE, before);
    for (const { id, email, name, role, disabled } of users) {
      process.stdout.write([id, email, role, disabled ? 'disabled' : 'active', name].join('\t') + '\n');
    }
    before = users.at(-1)?.id;
    if (users.length < PAGE) return;
  }
}

async function withPassword(
  app: INestApplicationContext,
  use: (given: string) => Promise<unknown>,
): Promise<void> {
  const isGiven = values['password-stdin'];
  const given = isGiven ? (await text(process.stdin)).replace(/\r?\n$/, '') : app.get(Passwords).generate();
  await use(given);
  process.stdout.write(isGiven ? 'Done.\n' : `Password, shown only this once: ${given}\n`);
}

async function main(): Promise<void> {
  const command = commands[positionals[0] ?? ''];
  if (!command) throw new Error(USAGE);
  let config = Config.read(process.env);
  let stop = async (): Promise<void> => undefined;
  if (config.databaseUrl === undefined) {
    const directory = join(config.dataDir, 'postgres');
    const { runningEmbeddedPostgres } =
      await import('./shared/database/embedded/running-embedded-postgres.js');
    let databaseUrl = await runningEmbeddedPostgres(directory);
    if (databaseUrl === undefined) {
      const { startEmbeddedPostgres } = await import('./shared/database/embedded/start-embedded-postgres.js');
      const postgres = await startEmbeddedPostgres({ directory });
      databaseUrl = postgres.url;
      stop = () => postgres.stop();
    }
    const secretsKey = config.secretsKey ?? (await readOrMakeSecretsKey(config.dataDir));
    config = config.with({ databaseUrl, secretsKey });
  }
  try {
    const app = await NestFactory.createApplicationContext(
      {
        module: class Root {},
        imports: [ConfigModule.with(config), KernelModule, DatabaseModule, AccountsModule],
      },
      { logger: false, abortOnError: false },
    );
    await command(app).finally(() => app.close());
  } finally {
    await stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
