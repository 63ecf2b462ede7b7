import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { Time } from './time.js';

/** A point in time in the query, as a `Date`. `bound` says whether that very time is in: `Inclusive.`, `Exclusive.` */
export function QueryTime(bound: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type: String, format: 'date-time', description: bound }),
    IsOptional(),
    Time(),
  );
}
