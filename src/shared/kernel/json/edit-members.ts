import { scanJson } from './scan-json.js';

/** What shall become of the members of one name. */
export interface MemberEdit {
  /** The name as JSON text, for a member that is new. */
  name: string;
  /** The text of the value; undefined removes the member. */
  value: string | undefined;
}

/**
 * The text of an object with some of its members set or removed, by name. All others keep their bytes and their place.
 * Of several members of one name the last is set, and the others go. A new one follows the last: `,"name":value`.
 * @param object well-formed
 */
export function editMembers(object: string, edits: ReadonlyMap<string, MemberEdit>): string {
  const { members, start } = scanJson(object, { maxDepth: Infinity });
  const lastOf = new Map(members.map(({ key }, index) => [key, index]));
  let text = '';
  members.forEach(({ key, keyStart, valueStart, valueEnd }, index) => {
    const edit = edits.get(key);
    if (edit && (edit.value === undefined || lastOf.get(key) !== index)) return;
    if (text !== '') text += object.slice(members[index - 1]!.valueEnd, keyStart);
    text += edit ? object.slice(keyStart, valueStart) + edit.value : object.slice(keyStart, valueEnd);
  });
  for (const [key, { name, value }] of edits) {
    if (value !== undefined && !lastOf.has(key)) text += `${text === '' ? '' : ','}${name}:${value}`;
  }
  const inside = start + 1;
  const from = members[0]?.keyStart ?? inside;
  const to = members.at(-1)?.valueEnd ?? inside;
  return object.slice(start, from) + text + object.slice(to);
}
