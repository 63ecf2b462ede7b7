import {
  Injectable,
  StreamableFile,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import { toJsonText } from '../kernel/json/to-json-text.js';

/** Writes what handlers return as JSON in which every `RawJson` stands verbatim. */
@Injectable()
export class RawJsonInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(
      map((result: unknown) => {
        if (typeof result !== 'object' || result === null) return result;
        if (result instanceof StreamableFile || result instanceof Uint8Array || response.headersSent) {
          return result;
        }
        const text = toJsonText(result);
        if (!response.hasHeader('content-type')) response.type('application/json; charset=utf-8');
        return text;
      }),
    );
  }
}
