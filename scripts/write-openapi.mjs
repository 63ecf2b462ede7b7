// Writes openapi.json from the code, or with --check fails when the committed file is not what the code says.
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.mjs';

await ensureBuilt();
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist/src');
const { NestFactory } = await import('@nestjs/core');
const { AppModule } = await import(join(dist, 'app.module.js'));
const { openApiDocument } = await import(join(dist, 'openapi-document.js'));
const { Config } = await import(join(dist, 'shared/config/config.js'));

const app = await NestFactory.create(AppModule.with(Config.read({})), {
  preview: true,
  logger: false,
  bodyParser: false,
});
const text = `${JSON.stringify(sorted(openApiDocument(app)), null, 2)}\n`;
const file = join(root, 'openapi.json');
if (!process.argv.includes('--check')) {
  await writeFile(file, text);
  console.log(`wrote openapi.json (${text.length} characters)`);
} else if ((await readFile(file, 'utf8')) === text) {
  console.log('openapi.json is what the code says');
} else {
  console.error('openapi.json is out of date: run `node scripts/write-openapi.mjs` and commit it');
  process.exitCode = 1;
}

/** Keys in one order, whatever order modules were loaded in. @param {any} value @returns {any} */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
