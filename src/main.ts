import type { Server } from 'node:http';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { configureApp } from './configure-app.js';
import { Config } from './shared/config/config.js';
import { readOrMakeSecretsKey } from './shared/config/secrets-key.js';
import type { EmbeddedPostgres } from './shared/database/embedded/start-embedded-postgres.js';
import { answerUnreadableRequest } from './shared/http/answer-unreadable-request.js';
import { hangUpWhenClosing } from './shared/http/hang-up-when-closing.js';
import { createLogger, PinoNestLogger } from './shared/http/logging.js';

let postgres: EmbeddedPostgres | undefined;
let app: NestExpressApplication | undefined;

async function main(): Promise<void> {
  let config = Config.read(process.env);
  const logger = createLogger(config.logLevel);
  longestStopMs += config.webhookTimeoutMs; // a send that has just started
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(0));
  process.on('unhandledRejection', (reason) => {
    logger.fatal({ err: reason }, 'Unhandled rejection');
    void stop(1);
  });
  if (config.databaseUrl === undefined) {
    // Loaded only here: with DATABASE_URL nothing of the embedded server is touched.
    const { startEmbeddedPostgres } = await import('./shared/database/embedded/start-embedded-postgres.js');
    postgres = await startEmbeddedPostgres({
      directory: join(config.dataDir, 'postgres'),
      log: (message) => logger.info(message),
    });
    config = config.with({
      databaseUrl: postgres.url,
      secretsKey: config.secretsKey ?? (await readOrMakeSecretsKey(config.dataDir)),
    });
  }
  app = await NestFactory.create<NestExpressApplication>(AppModule.with(config), {
    bodyParser: false,
    abortOnError: false,
    logger: new PinoNestLogger(logger),
  });
  configureApp(app, config, logger);
  await listen(app, config);
  logger.info(`RecordEngine is ready at ${config.publicBaseUrl} (roles: ${[...config.roles].join(', ')})`);
}

/**
 * A large upload over a slow line may take its time (Node would cut any request after 5 minutes), but a connection on
 * which nothing happens for two minutes is given up. Keep-alive lasts longer than that of the usual proxy (60 s).
 */
async function listen(app: NestExpressApplication, config: Config): Promise<void> {
  const server: Server = await app.listen(config.port, config.host).catch((error: unknown) => {
    throw new Error(`Cannot listen on HOST ${config.host}, PORT ${config.port}: ${String(error)}`, {
      cause: error,
    });
  });
  server.requestTimeout = 0;
  server.keepAliveTimeout = 75_000;
  server.setTimeout(120_000);
  server.on('clientError', answerUnreadableRequest);
  hangUp = hangUpWhenClosing(server);
}

let stopping: Promise<void> | undefined;
let longestStopMs = 30_000;
let hangUp = (): void => undefined;

/** Stops claiming, finishes what is in flight, releases the rest, then stops the database that belongs to it. */
function stop(code: number): Promise<void> {
  stopping ??= (async () => {
    setTimeout(() => process.exit(1), longestStopMs).unref(); // then the leases take over
    hangUp();
    await app?.close().catch(report);
    await postgres?.stop().catch(report);
    process.exit(code);
  })();
  return stopping;
}

function report(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}

main().catch((error: unknown) => {
  report(error);
  void stop(1);
});
