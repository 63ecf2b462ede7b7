import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HOSTILE_FILES } from '../../../test/support/hostile-files.js';
import { UnreadableContent } from '../application/unreadable-content.js';
import { ChildProcessTextReader } from './child-process-text-reader.js';

describe('A hostile file', () => {
  const worker = new URL('../../../dist/src/extraction/infrastructure/text-worker.js', import.meta.url);
  const good = fileURLToPath(new URL('../../../examples/letter.txt', import.meta.url));
  let folder: string;
  let reader: ChildProcessTextReader;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 're-hostile-'));
    reader = new ChildProcessTextReader({ worker, size: 1, timeLimitMs: 20_000 });
  });
  afterAll(async () => {
    reader.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(HOSTILE_FILES)('$name', async ({ name, content, reason, note }) => {
    const path = join(folder, name);
    await writeFile(path, content());
    const began = performance.now();
    const outcome = await reader.read({ path, filename: name }).catch((error: unknown) => error as Error);
    if (process.env['HOSTILE_TIMES']) {
      console.log(name, Math.round(performance.now() - began), String((outcome as Error).message ?? ''));
    }
    if (outcome instanceof Error) {
      expect(outcome).toBeInstanceOf(UnreadableContent);
      expect(outcome.message).toMatch(reason ?? 'is read');
    } else {
      expect(reason).toBeUndefined();
      expect(outcome.notes).toEqual(note ? [expect.stringMatching(note)] : []);
      expect(outcome.text.length).toBeGreaterThan(0);
      expect(outcome.text.length).toBeLessThanOrEqual(5_000_000);
    }
    expect(await reader.read({ path: good })).toMatchObject({ notes: [] });
    await rm(path);
  });
});
