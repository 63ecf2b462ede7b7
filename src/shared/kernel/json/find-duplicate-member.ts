interface Level {
  /** The names of an object so far; undefined for an array. */
  names: Set<string> | undefined;
  /** The name or the index of what is being read. */
  current: string | number;
}

// Unrolled, so that a long string costs no stack of the expression.
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

/**
 * The JSON pointer of the first member whose object has had one of that name already, at any level; undefined when
 * there is none. `text` is well-formed JSON. Not looked into is the member `opaque` of the top-level object, and of the
 * objects in an array that is a member of that. Does not recurse.
 */
export function findDuplicateMember(text: string, opaque: string): string | undefined {
  const levels: Level[] = [];
  let lastString = '';
  for (const [token] of text.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token === '{') levels.push({ names: new Set(), current: '' });
    else if (token === '[') levels.push({ names: undefined, current: 0 });
    else if (token === '}' || token === ']') levels.pop();
    else if (token === ',' && typeof level?.current === 'number') level.current += 1;
    else if (token === ':' && level?.names) {
      level.current = JSON.parse(lastString) as string;
      if (isWithin(opaque, levels)) continue;
      if (level.names.has(level.current))
        return levels.map(({ current }) => `/${escape(String(current))}`).join('');
      level.names.add(level.current);
    }
    if (token.startsWith('"')) lastString = token;
  }
  return undefined;
}

/** What is being read lies in a member of that name, so that the level of the name is not the last one. */
function isWithin(opaque: string, levels: readonly Level[]): boolean {
  if (levels.length > 1 && levels[0]?.current === opaque) return true;
  const [top, array, element] = levels;
  return levels.length > 3 && top?.names !== undefined && !array?.names && element?.current === opaque;
}

function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
