import type { FieldType } from '../../shared/kernel/extraction-profile.js';
import { isCalendarDate } from '../../shared/kernel/is-calendar-date.js';
import { cleanText } from './clean-text.js';

const LONGEST = { text: 500, list: 2000 };
/** Longer ones are no amounts, and sums of them would cost. */
const NUMBER = /^-?\d{1,30}(\.\d{1,12})?$/;

/** A value that a stranger gave, written as its type says; null when it is none. */
export function writtenAs(type: FieldType, given: unknown): string | null {
  if (type === 'list' && Array.isArray(given)) return writtenAs('list', given.filter(isText).join('; '));
  const text = cleanText(typeof given === 'number' ? String(given) : isText(given) ? given : '').trim();
  if (text === '') return null;
  if (type === 'text' || type === 'list') return cleanText(text.slice(0, LONGEST[type])).trim();
  if (type === 'date') return isCalendarDate(text) ? text : null;
  if (!NUMBER.test(text)) return null;
  const [whole = '', decimals = ''] = text.replace(/^(-?)0+(?=\d)/, '$1').split('.');
  if (type === 'amount') return `${whole}.${decimals.padEnd(2, '0')}`;
  const shown = decimals.replace(/0+$/, '');
  return shown === '' ? whole : `${whole}.${shown}`;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
