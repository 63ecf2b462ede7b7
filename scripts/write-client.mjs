// Generates clients/typescript/src/generated from openapi.json, or with --check fails when the committed files are not
// what it would generate.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@hey-api/openapi-ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const committed = join(root, 'clients/typescript/src/generated');

if (!process.argv.includes('--check')) {
  await generate(committed);
  console.log(`wrote clients/typescript/src/generated (${(await contents(committed)).size} files)`);
} else {
  const folder = await mkdtemp(join(tmpdir(), 're-client-'));
  try {
    await generate(folder);
    const stale = differences(await contents(committed), await contents(folder));
    if (stale.length === 0) {
      console.log('the client is what openapi.json says');
    } else {
      console.error(`clients/typescript/src/generated is out of date: ${stale.join(', ')}`);
      console.error('Run `node scripts/write-client.mjs` and commit it.');
      process.exitCode = 1;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
async function generate(folder) {
  const input = JSON.parse(await readFile(join(root, 'openapi.json'), 'utf8'));
  await createClient({
    input,
    output: {
      path: folder,
      clean: true,
      module: { extension: '.js' },
      header: ['// Generated from openapi.json.', ''],
    },
    logs: { level: 'silent', file: false },
    plugins: [
      { name: '@hey-api/client-fetch', throwOnError: true },
      '@hey-api/typescript',
      {
        name: '@hey-api/sdk',
        operations: { strategy: 'single', containerName: 'RecordEngineApi', methods: 'instance' },
      },
    ],
  });
}

/** @param {string} folder */
async function contents(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return new Map(files.map((file, index) => [file.slice(folder.length + 1), texts[index] ?? '']));
}

/** @param {Map<string, string>} one @param {Map<string, string>} other */
function differences(one, other) {
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].filter((name) => one.get(name) !== other.get(name)).sort();
}
