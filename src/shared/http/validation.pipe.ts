import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { DomainError, type FieldError } from '../kernel/domain-error.js';

/** Bodies and queries against their request classes. Unknown members are refused: a typo must not be a silent no-op. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: true,
    exceptionFactory: (problems) => {
      const errors = problems.flatMap((problem) => fieldErrors(problem, ''));
      const what = errors.map((error) => `${error.pointer}: ${error.message}`).join('; ');
      return new DomainError('invalid', 'validation_failed', `The request was refused: ${what}.`, { errors });
    },
  });
}

function fieldErrors(problem: ValidationError, path: string): FieldError[] {
  const pointer = `${path}/${problem.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.entries(problem.constraints ?? {}).map(([rule, message]) => ({
    pointer,
    message:
      rule === 'whitelistValidation'
        ? 'is not a member of this request'
        : message.replace(`${problem.property} `, ''),
  }));
  return [...own, ...(problem.children ?? []).flatMap((child) => fieldErrors(child, pointer))];
}
