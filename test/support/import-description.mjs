// Gives a description of the API to one importer or generator, and prints as JSON which operations it has made of it,
// and what it complained about. In a process of its own: they write to the console as they like.
// Usage: node import-description.mjs <importer> <description.json> <empty folder>
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const [importer = '', file = '', folder = ''] = process.argv.slice(2);
/** @type {string[]} */
const complaints = [];
for (const kind of /** @type {const} */ (['warn', 'error'])) {
  console[kind] = (...words) => void complaints.push(words.join(' '));
}
console.log = console.info = () => undefined; // how far they have come

/** Each gives the names of the operations. @type {Record<string, () => Promise<string[]>>} */
const importers = {
  async '@hey-api/openapi-ts'() {
    const { createClient } = await import('@hey-api/openapi-ts');
    await createClient({
      input: JSON.parse(await readFile(file, 'utf8')),
      output: folder,
      logs: { level: 'warn', file: false },
      plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
    });
    return named(/^export const (\w+) = </gm, join(folder, 'sdk.gen.ts'));
  },
  async 'openapi-typescript-codegen'() {
    const { generate } = await import('openapi-typescript-codegen');
    await generate({ input: JSON.parse(await readFile(file, 'utf8')), output: folder });
    const services = await readdir(join(folder, 'services'));
    const lists = await Promise.all(
      services.map((service) => named(/^ {4}public static (\w+)\(/gm, join(folder, 'services', service))),
    );
    return lists.flat();
  },
  async '@readme/openapi-parser'() {
    const { compileErrors, dereference, validate } = await import('@readme/openapi-parser');
    const result = await validate(JSON.parse(await readFile(file, 'utf8')));
    complaints.push(...result.warnings.map(({ message }) => message));
    if (!result.valid) complaints.push(compileErrors(result));
    /** @type {{ paths: Record<string, Record<string, { operationId?: string }>> }} */
    const { paths } = /** @type {any} */ (await dereference(JSON.parse(await readFile(file, 'utf8'))));
    return Object.values(paths).flatMap((path) =>
      Object.values(path).flatMap(({ operationId }) => (operationId ? [operationId] : [])),
    );
  },
};

const operations = await importers[importer]?.();
process.stdout.write(JSON.stringify({ operations: operations?.sort(), complaints }));

/** @param {RegExp} pattern @param {string} path */
async function named(pattern, path) {
  return [...(await readFile(path, 'utf8')).matchAll(pattern)].map(([, name]) => name ?? '');
}
