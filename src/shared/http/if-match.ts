import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { DomainError } from '../kernel/domain-error.js';

/**
 * The versions a caller accepts: of `If-Match` on the document itself (RFC 9110 13.1.1, strong comparison), or of
 * `?expected_version=` for clients that cannot set headers. Undefined: any.
 */
export const ExpectedVersions = createParamDecorator(
  (_: unknown, context: ExecutionContext): number[] | undefined => {
    const request = context.switchToHttp().getRequest<Request>();
    const inQuery = expectedVersion(request);
    if (inQuery !== undefined) return [inQuery];
    // A tag that is not one of ours, a weak one included, matches nothing.
    const tags = ifMatch(request);
    if (tags === '*') return undefined; // what is not there at all is answered 404
    return tags?.map((tag) => (/^"\d{1,10}"$/.test(tag) ? Number(tag.slice(1, -1)) : -1));
  },
);

/** For sub-resources, whose tags are of their own bytes: what a caller accepts of them and of the document. */
export interface SubResourceCondition {
  /** `*`: whatever is there, but something. */
  tags: string[] | '*' | undefined;
  expectedVersions: number[] | undefined;
}

export const Precondition = createParamDecorator(
  (_: unknown, context: ExecutionContext): SubResourceCondition => {
    const request = context.switchToHttp().getRequest<Request>();
    const version = expectedVersion(request);
    return { tags: ifMatch(request), expectedVersions: version === undefined ? undefined : [version] };
  },
);

function expectedVersion(request: Request): number | undefined {
  const value = request.query['expected_version'];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && /^\d{1,10}$/.test(value)) return Number(value);
  throw new DomainError(
    'invalid',
    'validation_failed',
    'expected_version must be the version that you have seen, a whole number.',
    {
      errors: [{ pointer: '/query/expected_version', message: 'must be a whole number' }],
    },
  );
}

function ifMatch(request: Request): string[] | '*' | undefined {
  const header = request.get('if-match')?.trim();
  return header === '*' ? header : header?.split(',').map((tag) => tag.trim());
}
