import type { LoggerService } from '@nestjs/common';
import type { Request, Response } from 'express';
import { pino, type Logger } from 'pino';
import { pinoHttp, type HttpLogger } from 'pino-http';
import { requestId } from './request-context.js';

const SECRET_NAMES = ['authorization', 'cookie', 'token', 'secret', 'password', 'value', 'x-api-key'];

/** Of Nest: a line for each module and route at every start. */
const CHATTY = new Set<unknown>([
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestFactory',
  'NestApplication',
]);

export function createLogger(level: string): Logger {
  return pino({
    level,
    serializers: { err: bareError },
    // The named members at the top and one level down; nothing here logs whole requests or bodies besides.
    redact: SECRET_NAMES.flatMap((name) => [`["${name}"]`, `*["${name}"]`]),
    formatters: { level: (label) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
}

/**
 * What tells where and why, and nothing of what was being written: the driver's and TypeORM's errors carry the
 * statement with all its values, which are people's documents.
 */
export function bareError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, constraint, table } = error as { code?: unknown; constraint?: unknown; table?: unknown };
  return {
    type: error.constructor.name,
    message: error.message,
    stack: error.stack,
    code,
    constraint,
    table,
    ...(error.cause === undefined ? {} : { cause: bareError(error.cause) }),
  };
}

/** One line per request: no headers, no query (it can hold what people search for), no body. */
export function requestLog(logger: Logger): HttpLogger<Request, Response> {
  return pinoHttp<Request, Response>({
    logger,
    genReqId: (request) => requestId(request),
    serializers: {
      req: (request: { method: string; url: string }) => ({
        method: request.method,
        path: request.url.split('?')[0],
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
    customAttributeKeys: { reqId: 'request_id' },
    customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'warn' : 'debug'),
    quietReqLogger: true,
  });
}

/** Nest's own messages and those of the modules, in the same log. `new Logger('Context').log(fields, message)`. */
export class PinoNestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write(CHATTY.has(rest.at(-1)) ? 'debug' : 'info', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  /** Nest puts the context last; what stands between is a text for the fields, or a stack. */
  private write(
    level: 'info' | 'error' | 'warn' | 'debug' | 'trace',
    message: unknown,
    rest: unknown[],
  ): void {
    const context = rest.at(-1);
    const [second] = rest.slice(0, -1);
    if (message instanceof Error) this.logger[level]({ context, err: message }, message.message);
    else if (typeof message === 'object' && message !== null)
      this.logger[level]({ context, ...message }, typeof second === 'string' ? second : '');
    else
      this.logger[level]({ context, ...(second === undefined ? {} : { detail: second }) }, String(message));
  }
}
