import { DomainError, type FieldError } from '../../shared/kernel/domain-error.js';
import type { ProfileDetails } from './profile.js';

/**
 * Each key names one thing: they become the members of one object.
 * @throws duplicate_field
 */
export function checkKeys({
  fields,
  lineItemColumns,
}: Pick<ProfileDetails, 'fields' | 'lineItemColumns'>): void {
  const errors = [...repeated(fields, 'fields'), ...repeated(lineItemColumns, 'line_item_columns')];
  if (errors.length === 0) return;
  const where = errors.map(({ pointer }) => pointer).join(', ');
  throw new DomainError(
    'invalid',
    'duplicate_field',
    `Each key can be used once: give the one at ${where} another name, or leave it out.`,
    { errors },
  );
}

function repeated(list: readonly { key: string }[], member: string): FieldError[] {
  const seen = new Set<string>();
  return list.flatMap(({ key }, index) => {
    if (seen.has(key)) return [{ pointer: `/${member}/${index}/key`, message: `repeats the key ${key}` }];
    seen.add(key);
    return [];
  });
}
