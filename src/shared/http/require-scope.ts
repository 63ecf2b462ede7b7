import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';
import type { Scope } from '../kernel/caller.js';

export const REQUIRED_SCOPE = 'recordengine:scope';

/** The names of the two ways to send a token in the API description, and of the scope that a route asks for there. */
export const API_TOKEN = 'token';
export const API_KEY = 'apiKey';
export const SCOPE_EXTENSION = 'x-required-scope';

/** The scope a route asks for. A route with neither this nor `@Public()` is closed to everybody. */
export const RequireScope = (scope: Scope): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(REQUIRED_SCOPE, scope),
    ApiSecurity(API_TOKEN),
    ApiSecurity(API_KEY),
    ApiExtension(SCOPE_EXTENSION, scope),
  );

/** Open to everybody: health, the API description, the login page. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(REQUIRED_SCOPE, 'public');
