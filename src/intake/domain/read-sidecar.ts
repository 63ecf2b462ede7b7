import { decodeUtf8 } from '../../shared/kernel/decode-utf8.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { findDuplicateMember } from '../../shared/kernel/json/find-duplicate-member.js';
import { JsonScanError, scanJson } from '../../shared/kernel/json/scan-json.js';
import { TARGET_IDS, type Target } from '../../shared/kernel/target.js';

/** external_refs has 64 KiB at most, notes 100,000 characters. */
export const MAX_SIDECAR_BYTES = 1024 * 1024;
const MAX_DEPTH = 100;
const MAX_NOTES = 100_000;
const MEMBERS = [...Object.keys(TARGET_IDS), 'external_refs', 'notes'];

export interface Sidecar {
  target: Target;
  /** The bytes of the member, from `{` to `}`. */
  externalRefs: ExternalRefs;
  notes: string | null;
}

/**
 * The members are those of an upload. What is not one is refused, as a misspelt one must not be without effect.
 * @throws not_utf8, sidecar_malformed, sidecar_refused, and what external_refs are refused for
 */
export function readSidecar(bytes: Uint8Array): Sidecar {
  const text = decodeUtf8(bytes).replace(/^\ufeff/, '');
  const members = membersOf(text);
  const target: Target = {};
  for (const [name, member] of Object.entries(TARGET_IDS)) {
    const id = members.get(name);
    if (id !== undefined && id !== 'null') target[member] = readId(name, id);
  }
  const refs = members.get('external_refs');
  return {
    target,
    externalRefs: refs === undefined || refs === 'null' ? ExternalRefs.EMPTY : ExternalRefs.parse(refs),
    notes: readNotes(members.get('notes')),
  };
}

/** Each member's own text. */
function membersOf(text: string): Map<string, string> {
  let scan;
  try {
    scan = scanJson(text, { maxDepth: MAX_DEPTH });
  } catch (error) {
    if (!(error instanceof JsonScanError)) throw error;
    if (error.member === 'external_refs') throw ExternalRefs.tooDeep();
    throw new DomainError(
      'malformed',
      'sidecar_malformed',
      `The .meta.json cannot be read: ${error.message}.`,
    );
  }
  if (scan.kind !== 'object') throw refused('must be a JSON object');
  const duplicate = findDuplicateMember(text, 'external_refs');
  if (duplicate !== undefined) throw refused(`has ${duplicate} twice`);
  const members = new Map<string, string>();
  for (const { key, valueStart, valueEnd } of scan.members) {
    if (!MEMBERS.includes(key)) throw refused(`has "${key}", which is not one of ${MEMBERS.join(', ')}`);
    members.set(key, text.slice(valueStart, valueEnd));
  }
  return members;
}

function readId(name: string, text: string): number {
  const id = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (id < 1 || id > 2 ** 31 - 1) throw refused(`must have an id as ${name}, not ${text.slice(0, 100)}`);
  return id;
}

function readNotes(text: string | undefined): string | null {
  if (text === undefined || text === 'null') return null;
  const notes: unknown = JSON.parse(text);
  if (
    typeof notes !== 'string' ||
    notes.length > MAX_NOTES ||
    notes.includes('\0') ||
    !notes.isWellFormed()
  ) {
    throw refused(`must have a text of at most ${MAX_NOTES} characters as notes, without U+0000`);
  }
  return notes;
}

function refused(what: string): DomainError {
  return new DomainError('invalid', 'sidecar_refused', `The .meta.json ${what}.`);
}
