import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { isDatabaseAway } from '../database/postgres-errors.js';
import { DomainError, type ErrorKind } from '../kernel/domain-error.js';
import { OutcomeUnknown } from '../kernel/unit-of-work.js';
import { ProblemResponse } from './problem.response.js';
import { requestId } from './request-context.js';

const STATUS: Record<ErrorKind, number> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  precondition: 412,
  'too-large': 413,
  unsupported: 415,
  'out-of-range': 416,
  invalid: 422,
  throttled: 429,
  unavailable: 503,
};

/** The one place that knows which refusal is which status. Everything unknown is logged whole and answered bare. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const refusal = this.refusal(error, request);
    if (response.headersSent) {
      response.destroy(); // half an answer is told apart from a whole one only by a broken connection
      return;
    }
    const status = STATUS[refusal.kind as ErrorKind] ?? 500;
    const { errors = [], retryAfterSeconds } = refusal.detail;
    if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="RecordEngine"');
    if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(retryAfterSeconds));
    const problem = ProblemResponse.of({
      status,
      detail: refusal.message,
      instance: request.originalUrl.split('?')[0] ?? '',
      code: refusal.code,
      errors,
      request_id: requestId(request),
    });
    this.answer(response, problem);
  }

  protected answer(response: Response, problem: ProblemResponse): void {
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  private refusal(
    error: unknown,
    request: Request,
  ): Pick<DomainError, 'code' | 'message' | 'detail'> & { kind: string } {
    if (error instanceof DomainError) return error;
    if (error instanceof OutcomeUnknown) {
      this.#log.warn({ err: error, request_id: requestId(request) }, 'A commit was broken off');
      return new DomainError(
        'unavailable',
        'outcome_unknown',
        'The database went away at the last moment: this was done, or not at all. Look before you repeat it.',
        { retryAfterSeconds: 2 },
      );
    }
    if (isDatabaseAway(error)) {
      this.#log.warn({ err: error, request_id: requestId(request) }, 'The database is away');
      return new DomainError(
        'unavailable',
        'database_unavailable',
        'The database is away; try again in a moment.',
        {
          retryAfterSeconds: 2,
        },
      );
    }
    if (error instanceof HttpException && error.getStatus() === 404) {
      return new DomainError('not-found', 'no_such_route', `There is no ${request.method} ${request.path}.`);
    }
    if (error instanceof HttpException && error.getStatus() < 500) {
      return new DomainError(
        'malformed',
        'malformed_request',
        'The address cannot be read: it has a broken % escape.',
      );
    }
    this.#log.error({ err: error, request_id: requestId(request) }, 'Unexpected error');
    return {
      kind: 'defect',
      code: 'internal_error',
      message: 'Something went wrong on our side. The request id finds it in the logs.',
      detail: {},
    };
  }
}
