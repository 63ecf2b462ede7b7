/**
 * What stands in a path for each `:name` of a pattern, and the rest for a `*` at its end; undefined when it does not
 * match. `/documents/:id` and `/documents/7` give `{ id: '7' }`.
 */
export function matchRoute(pattern: string, path: string): Record<string, string> | undefined {
  const names: string[] = [];
  const source = pattern.replace(/\/\*$/, '(?:/(?<rest>.*))?').replace(/:(\w+)/g, (_, name: string) => {
    names.push(name);
    return '([^/]+)';
  });
  const found = new RegExp(`^${source}/?$`).exec(path);
  if (!found) return undefined;
  const parameters: Record<string, string> = Object.fromEntries(
    names.map((name, index) => [name, decoded(found[index + 1] ?? '')]),
  );
  if (found.groups?.['rest'] !== undefined) parameters['rest'] = found.groups['rest'];
  return parameters;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
