import {
  Injectable,
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { readJsonBody } from './json-body.js';

const MAX_BYTES = 2 * 1024 * 1024;
const LIMIT = 'recordengine:json-body-limit';

/** For a route that takes larger JSON bodies than 2 MiB. */
export const JsonBodyLimit = (maxBytes: number): MethodDecorator => SetMetadata(LIMIT, maxBytes);

/**
 * Takes the place of Express's JSON parser. It runs behind the guards, so nobody without a token makes us hold a body,
 * and in front of the pipes, which ask for it.
 */
@Injectable()
export class JsonBodyInterceptor implements NestInterceptor {
  readonly #reflector = new Reflector();

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const limit = this.#reflector.get<number | undefined>(LIMIT, context.getHandler());
    await readJsonBody(context.switchToHttp().getRequest<Request>(), limit ?? MAX_BYTES);
    return next.handle();
  }
}
