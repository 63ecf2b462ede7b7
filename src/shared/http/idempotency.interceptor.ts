import { Logger, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { IdempotencyKeys, KeptAnswer } from '../kernel/idempotency-keys.js';
import type { UnitOfWork } from '../kernel/unit-of-work.js';
import { callerOf } from './current-caller.js';
import { AnsweredBefore, CLAIMS_KEY_ITSELF, IdempotentRequest, jsonParts } from './idempotency.js';
import { JsonBody } from './json-body.js';

const METHODS = ['POST', 'PUT', 'PATCH'];

/**
 * A request with an Idempotency-Key is done once. The handler's transactions become one, and the answer is stored in
 * it: there is no moment in which the change is there and the answer is not. A refused request changes nothing and is
 * not remembered: it can be mended and sent again with the same key.
 *
 * It stands between the interceptors for JSON: behind the one that reads the body, in front of the one that writes.
 */
export class IdempotencyInterceptor implements NestInterceptor {
  readonly #reflector = new Reflector();
  readonly #log = new Logger('Http');

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: IdempotencyKeys,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const key = request.get('idempotency-key');
    const caller = callerOf(request);
    if (key === undefined || !caller || !METHODS.includes(request.method)) return next.handle();
    const idempotent = new IdempotentRequest(this.keys, caller.holder, key, request);
    const claimsItself =
      this.#reflector.get<boolean | undefined>(CLAIMS_KEY_ITSELF, context.getHandler()) === true &&
      !JsonBody.of(request);
    return from(
      this.answerOnce(idempotent, context.switchToHttp().getResponse<Response>(), async () => {
        if (!claimsItself) await idempotent.claim(jsonParts(request, context.getHandler() as () => unknown));
        return lastValueFrom(next.handle(), { defaultValue: undefined });
      }),
    );
  }

  private async answerOnce(
    idempotent: IdempotentRequest,
    response: Response,
    handle: () => Promise<unknown>,
  ): Promise<unknown> {
    try {
      return await this.unitOfWork.joined(async () => {
        const result = await handle();
        await this.unitOfWork.run(() => idempotent.complete(result, response));
        return result;
      });
    } catch (error) {
      if (error instanceof AnsweredBefore) return repeat(error.answer, response);
      await idempotent.release().catch((failure: unknown) => {
        this.#log.debug(`An idempotency key was not freed; its lease will end: ${String(failure)}`);
      });
      throw error;
    }
  }
}

function repeat({ status, headers, body }: KeptAnswer, response: Response): string | undefined {
  response.status(status).setHeader('Idempotency-Replayed', 'true');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  return body ?? undefined;
}
