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
import { JsonBody, readJsonBody } from './json-body.js';

const MAX_BYTES = 2 * 1024 * 1024;
const READS_ITSELF = 'recordengine:reads-body-itself';

/** For a route that reads its body as it arrives, JSON or not. */
export const ReadsBodyItself = (): MethodDecorator => SetMetadata(READS_ITSELF, true);

/**
 * Takes the place of Express's JSON parser. It runs behind the guards, so nobody without a token makes us hold a body,
 * and in front of the pipes, which ask for it.
 */
@Injectable()
export class JsonBodyInterceptor implements NestInterceptor {
  readonly #reflector = new Reflector();

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (this.#reflector.get<boolean | undefined>(READS_ITSELF, context.getHandler()) !== true) {
      const request = context.switchToHttp().getRequest<Request>();
      await readJsonBody(request, MAX_BYTES);
      if (request.method === 'PATCH') JsonBody.require(request); // forgotten, not meant to change nothing
    }
    return next.handle();
  }
}
