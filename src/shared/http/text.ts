import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsString, Length, Matches } from 'class-validator';

// PostgreSQL text holds no U+0000, and a lone surrogate has no UTF-8: it would come back as something else.
const STORABLE = /^[^\0\p{Surrogate}]*$/u;

/**
 * A text that can be stored, in a body or a query; `trim` cuts white space around it before it is measured. `each`: a
 * list of such texts.
 */
export function Text({
  min = 0,
  max,
  trim = false,
  each = false,
}: {
  min?: number;
  max: number;
  trim?: boolean;
  each?: boolean;
}): PropertyDecorator {
  const size = min > 0 ? `must have ${min} to ${max} characters` : `must have at most ${max} characters`;
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (trim && typeof value === 'string' ? value.trim() : value)),
    IsString({ each, message: 'must be a text' }),
    Matches(STORABLE, { each, message: 'must not contain U+0000 or half a surrogate pair' }),
    Length(min, max, { each, message: size }),
  );
}
