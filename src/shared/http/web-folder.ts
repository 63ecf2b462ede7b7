import { existsSync } from 'node:fs';

/** Where the build lies: found upwards from here, since the built file is one folder deeper than its source. */
export function webFolder(): URL {
  let root = new URL('.', import.meta.url);
  while (!existsSync(new URL('package.json', root))) {
    const above = new URL('..', root);
    if (above.href === root.href) throw new Error('package.json is missing');
    root = above;
  }
  return new URL('dist/web/', root);
}
