import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { DomainError } from '../kernel/domain-error.js';

/**
 * The versions a caller accepts (RFC 9110 13.1.1, strong comparison), from `If-Match` or from `?expected_version=`
 * for clients that cannot set headers. Undefined: any.
 */
export const ExpectedVersions = createParamDecorator((_: unknown, context: ExecutionContext): number[] | undefined => {
  const request = context.switchToHttp().getRequest<Request>();
  const query = request.query['expected_version'];
  if (query !== undefined) {
    if (typeof query === 'string' && /^\d{1,10}$/.test(query)) return [Number(query)];
    throw new DomainError('invalid', 'validation_failed', 'expected_version must be the version of the document.', {
      errors: [{ pointer: '/query/expected_version', message: 'must be a whole number' }],
    });
  }
  const header = request.get('if-match')?.trim();
  if (header === undefined || header === '*') return undefined;
  // A tag that is not one of ours matches nothing, and a weak one never matches strongly.
  return header.split(',').map((tag) => Number(/^\s*"(\d{1,10})"\s*$/.exec(tag)?.[1] ?? -1));
});
