import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const CODE = /^[a-z]{3}(_[a-z]{1,12}){0,2}$/i;
const require = createRequire(import.meta.url);

/**
 * The language data of Tesseract for `code`: in `folder`, else in a package that is installed.
 * @returns an absolute path of a `.traineddata.gz` file; null when there is none
 */
export function findOcrData(code: string, folder: string | undefined): string | null {
  if (!CODE.test(code)) return null;
  const name = `${code}.traineddata.gz`;
  if (folder !== undefined && existsSync(join(folder, name))) return join(folder, name);
  try {
    return require.resolve(`@tesseract.js-data/${code}/4.0.0_best_int/${name}`);
  } catch {
    return null;
  }
}
