import type { ApiPropertyOptions } from '@nestjs/swagger';
import type { DomainError } from '../../shared/kernel/domain-error.js';

/** Why one of several was refused. */
export interface ItemProblem {
  code: string;
  detail: string;
}

export const ITEM_PROBLEM = {
  type: 'object',
  nullable: true,
  required: ['code', 'detail'],
  selfRequired: true,
  properties: {
    code: { type: 'string', example: 'status_not_allowed' },
    detail: { type: 'string', example: 'The document is in New. It can go to Archived.' },
  },
} as const satisfies ApiPropertyOptions;

export function itemProblem({ code, message }: DomainError): ItemProblem {
  return { code, detail: message };
}
