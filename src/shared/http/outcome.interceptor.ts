import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { Request } from 'express';
import type { UnitOfWork } from '../kernel/unit-of-work.js';

const READS = ['GET', 'HEAD'];

/** A handler that has committed and then cannot read its answer says `outcome_unknown`, not "try again". */
export class OutcomeInterceptor implements NestInterceptor {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (READS.includes(context.switchToHttp().getRequest<Request>().method)) return next.handle();
    return from(this.unitOfWork.accountable(() => lastValueFrom(next.handle(), { defaultValue: undefined })));
  }
}
