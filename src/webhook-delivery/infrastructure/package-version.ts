import { existsSync, readFileSync } from 'node:fs';

/** The version in package.json, found upwards from here: the built file is one folder deeper than its source. */
export function packageVersion(): string {
  let file = new URL('package.json', import.meta.url);
  while (!existsSync(file)) {
    const above = new URL('../package.json', file);
    if (above.href === file.href) throw new Error('package.json is missing');
    file = above;
  }
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
