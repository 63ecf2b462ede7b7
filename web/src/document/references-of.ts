import { memberSpans, skipSpace } from '../../../clients/typescript/src/json-spans.js';

/** What one system has in external_refs. */
export interface Reference {
  system: string;
  /** As it is stored. */
  text: string;
  /** Null: it has not the usual shape, and only its text can be shown. */
  record: { id: string; type: string | null; url: string | null } | null;
}

/** One for each system; of several of one name the last, as everywhere. Numbers are as they are spelled. */
export function referencesOf(text: string): Reference[] {
  return [...membersOf(text)].map(([system, value]) => ({ system, text: value, record: recordOf(value) }));
}

/** The links of refs come from anywhere: `javascript:` and the like are none. */
export function isWebAddress(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}

function recordOf(value: string): Reference['record'] {
  if (!value.startsWith('{')) return null;
  const members = membersOf(value);
  const id = shown(members.get('record_id'));
  if (id === null || id === '') return null;
  return { id, type: shown(members.get('record_type')), url: shown(members.get('record_url')) };
}

function membersOf(text: string): Map<string, string> {
  const members = new Map<string, string>();
  for (const { key, start, end } of memberSpans(text, skipSpace(text, 0)))
    members.set(key, text.slice(start, end));
  return members;
}

/** A string as what it means, a number as it is spelled. */
function shown(value: string | undefined): string | null {
  if (value === undefined) return null;
  if (value.startsWith('"')) return JSON.parse(value) as string;
  return /^[-\d]/.test(value) ? value : null;
}
