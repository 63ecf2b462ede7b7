import { createHash } from 'node:crypto';
import type { ExternalRefs } from '../../shared/kernel/external-refs.js';

/**
 * What the look-up is by: 128 bits of the SHA-256 of the system and the record id, as a UUID for the index. Without a
 * record id, of the system alone.
 */
export function refKey(system: string, recordId?: string): string {
  const named = JSON.stringify(recordId === undefined ? [system] : [system, recordId]);
  return createHash('sha256').update(named).digest('hex').slice(0, 32);
}

/** All by which a document with these refs is found: each record, and its system alone. Each system once. */
export function refKeysOf(refs: ExternalRefs): { record: string; system: string }[] {
  return [...refs.recordIds()].map(([system, recordId]) => ({
    record: refKey(system, recordId),
    system: refKey(system),
  }));
}
