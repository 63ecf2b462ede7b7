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
 * there is none. `text` is well-formed JSON. The top-level member `opaque` is not looked into. Does not recurse.
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
      if (levels.length > 1 && levels[0]?.current === opaque) continue;
      if (level.names.has(level.current))
        return levels.map(({ current }) => `/${escape(String(current))}`).join('');
      level.names.add(level.current);
    }
    if (token.startsWith('"')) lastString = token;
  }
  return undefined;
}

function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
