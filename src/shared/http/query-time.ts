import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsDate, IsOptional } from 'class-validator';
import { isCalendarDate } from '../kernel/is-calendar-date.js';

// RFC 3339, and a date alone for its midnight.
const TIME = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:[.]\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/i;

/** A point in time in the query, as a `Date`. `bound` says whether that very time is in: `Inclusive.`, `Exclusive.` */
export function QueryTime(bound: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type: String, format: 'date-time', description: bound }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? read(value) : value)),
    IsOptional(),
    IsDate({ message: 'must be an ISO 8601 time, such as 2026-11-03T09:30:00Z' }),
  );
}

/** Without an offset it is UTC, wherever the service runs. What is no time is left as it is, to be refused. */
function read(text: string): Date | string {
  const [, day = '', offset] = TIME.exec(text) ?? [];
  if (!isCalendarDate(day)) return text;
  return new Date(text.length > day.length && offset === undefined ? `${text}Z` : text);
}
