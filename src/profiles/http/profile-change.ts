import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { ProblemResponse } from '../../shared/http/problem.response.js';

/** Describes what every change of a profile takes and may be refused with. `conflict`: when it is 409. */
export function ProfileChange({ conflict }: { conflict: string }): MethodDecorator {
  const refused = (status: number, description: string): MethodDecorator =>
    ApiResponse({ status, description, type: ProblemResponse });
  return applyDecorators(
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'The ETag of the version you have seen, such as `"3"`.',
    }),
    ApiQuery({
      name: 'expected_version',
      required: false,
      type: 'integer',
      description: 'Instead of If-Match.',
    }),
    refused(404, 'There is no such profile.'),
    refused(409, conflict),
    refused(412, 'It has changed since `If-Match` or `expected_version`.'),
  );
}
