// Writes the files of docs/integrations that platforms import, from openapi.json and the guides, or with --check fails
// when the committed ones are not what these say.
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { n8nWorkflows } from './integration-files/n8n-workflows.mjs';
import { postmanCollection } from './integration-files/postman-collection.mjs';
import { salesforceService } from './integration-files/salesforce-service.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'docs/integrations');
const api = JSON.parse(await readFile(join(root, 'openapi.json'), 'utf8'));
const guide = await readFile(join(folder, 'n8n.md'), 'utf8');
const verify = /^```js\n\/\/ run: verify-signature\.js\n(.*?)^```/ms.exec(guide)?.[1];
if (!verify) throw new Error('docs/integrations/n8n.md has no block "// run: verify-signature.js"');

const workflows = Object.entries(n8nWorkflows(verify)).map(([name, workflow]) => [`n8n/${name}`, workflow]);
const files = Object.fromEntries([
  ...workflows,
  ['recordengine.postman_collection.json', postmanCollection(api)],
  ['salesforce/external-service.json', salesforceService(api)],
]);

for (const [name, content] of Object.entries(files)) {
  const path = join(folder, name);
  const text = `${JSON.stringify(content, null, 2)}\n`;
  if (!process.argv.includes('--check')) {
    await writeFile(path, text);
    console.log(`wrote docs/integrations/${name} (${text.length} characters)`);
  } else if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
    console.error(
      `docs/integrations/${name} is out of date: run \`node scripts/make-integration-files.mjs\``,
    );
    process.exitCode = 1;
  }
}
if (process.argv.includes('--check') && !process.exitCode) console.log('the files for platforms are current');
