import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiResponse } from '@nestjs/swagger';
import type { Scope } from '../kernel/caller.js';
import { ProblemResponse } from './problem.response.js';

export const REQUIRED_SCOPE = 'recordengine:scope';

/** The scope a route asks for. A route with neither this nor `@Public()` is closed to everybody. */
export const RequireScope = (scope: Scope): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(REQUIRED_SCOPE, scope),
    ApiBearerAuth('token'),
    ApiExtension('x-required-scope', scope),
    ApiResponse({ status: 401, description: 'No token, or not a known one.', type: ProblemResponse }),
    ApiResponse({
      status: 403,
      description: `The token lacks the scope \`${scope}\`.`,
      type: ProblemResponse,
    }),
  );

/** Open to everybody: health, the API description, the login page. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(REQUIRED_SCOPE, 'public');
