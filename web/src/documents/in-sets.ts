/** The items in their order, in sets of at most `size`. */
export function inSets<T>(items: readonly T[], size: number): T[][] {
  const sets: T[][] = [];
  for (let at = 0; at < items.length; at += size) sets.push(items.slice(at, at + size));
  return sets;
}
