import { applyDecorators, SetMetadata, UseFilters } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { Scope } from '../kernel/caller.js';
import { PageProblemFilter } from './page-problem.filter.js';
import { REQUIRED_SCOPE } from './require-scope.js';

/** A route for people: answers HTML, its problems too, and sends to the login page who has no session. */
export const Page = (scope: Scope | 'public'): MethodDecorator =>
  applyDecorators(SetMetadata(REQUIRED_SCOPE, scope), UseFilters(PageProblemFilter), ApiExcludeEndpoint());
