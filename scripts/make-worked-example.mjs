// Writes examples/worked-example/ anew, from a real run with a service and a database of its own.
import { writeFile } from 'node:fs/promises';
import { ensureBuilt } from './build.mjs';
import { Stage } from './demo/stage.mjs';
import { PUBLIC_BASE_URL, workedExample } from './worked-example.mjs';

class ExampleStage extends Stage {
  /** @override @param {number} port */
  async environment(port) {
    return { ...(await super.environment(port)), PUBLIC_BASE_URL };
  }
}

await ensureBuilt();
const stage = new ExampleStage();
try {
  await stage.open();
  for (const [name, content] of Object.entries(await workedExample(stage))) {
    await writeFile(new URL(`../examples/worked-example/${name}`, import.meta.url), content);
    console.log(`wrote examples/worked-example/${name}`);
  }
} finally {
  await stage.close();
}
