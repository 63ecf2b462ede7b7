import { editMembers, type MemberEdit } from './edit-members.js';
import { scanJson } from './scan-json.js';

/**
 * JSON Merge Patch (RFC 7396) from text to text: what the patch does not name keeps its bytes at every level, what it
 * sets has the bytes that it has in the patch. Of several members of one name, in either text, the last counts.
 * Recurses as deep as the patch, whose depth the caller has limited.
 * @param target undefined where nothing is yet
 * @param patch well-formed, as the target
 */
export function mergePatch(target: string | undefined, patch: string): string {
  const asked = scanJson(patch, { maxDepth: Infinity });
  if (asked.kind !== 'object') return patch.slice(asked.start, asked.end);
  const found = target === undefined ? undefined : scanJson(target, { maxDepth: Infinity });
  const current = new Map<string, string>();
  if (found?.kind === 'object') {
    for (const { key, valueStart, valueEnd } of found.members)
      current.set(key, target!.slice(valueStart, valueEnd));
  }
  const edits = new Map<string, MemberEdit>();
  for (const { key, keyStart, keyEnd, valueStart, valueEnd } of asked.members) {
    const value = patch.slice(valueStart, valueEnd);
    edits.set(key, {
      name: patch.slice(keyStart, keyEnd),
      value: value === 'null' ? undefined : mergePatch(current.get(key), value),
    });
  }
  // Where there was no object, the patch itself is what is left of it without its nulls.
  return editMembers(found?.kind === 'object' ? target! : patch, edits);
}
