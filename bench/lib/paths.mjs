import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const bench = join(root, 'bench');
/** What one run leaves while it runs; git does not see it. */
export const workFolder = join(root, 'data/bench', String(process.pid));

export const servicePackage = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What `npm start` gives to Node. @type {string[]} */
export const nodeFlags = servicePackage.scripts.start
  .split(' ')
  .filter((/** @type {string} */ word) => word.startsWith('--'));
