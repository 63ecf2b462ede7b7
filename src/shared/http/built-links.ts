import { existsSync, readFileSync } from 'node:fs';
import { Html } from './html.js';
import { webFolder } from './web-folder.js';

const LINK = /<link rel="(?:stylesheet|icon)"[^>]*>/g;
const read = new Map<string, readonly string[]>();

/**
 * The styles and the icon of the application in web/, for pages that are drawn without it. None where it is not built:
 * those pages work without.
 */
export function builtLinks(basePath: string, folder = webFolder()): Html {
  const file = new URL('index.html', folder);
  let links = read.get(file.href);
  if (!links && existsSync(file)) {
    links = readFileSync(file, 'utf8').match(LINK) ?? [];
    read.set(file.href, links);
  }
  return new Html((links ?? []).map((link) => link.replace('href="./', () => `href="${basePath}/`)).join(''));
}
