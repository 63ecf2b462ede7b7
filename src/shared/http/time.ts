import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsDate } from 'class-validator';
import { isCalendarDate } from '../kernel/is-calendar-date.js';

// RFC 3339, and a date alone for its midnight.
const TIME = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:[.]\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/i;

/** A point in time in a body or a query, as a `Date`. */
export function Time(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? read(value) : value)),
    IsDate({ message: 'must be an ISO 8601 time, such as 2026-11-03T09:30:00Z' }),
  );
}

/**
 * Without an offset it is UTC, wherever the service runs. What is no time, or none that an answer could show with a
 * year of four digits, is left as it is, to be refused.
 */
function read(text: string): Date | string {
  const [, day = '', offset] = TIME.exec(text) ?? [];
  if (!isCalendarDate(day)) return text;
  const time = new Date(text.length > day.length && offset === undefined ? `${text}Z` : text);
  return time.getUTCFullYear() > 9999 ? text : time;
}
