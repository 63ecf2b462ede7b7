import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Service, TEST_TOKEN } from '../support/service.js';
import { ShellTour } from '../support/shell-tour.js';
import { TestDatabase } from '../support/test-database.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** In the order in which they are read; the second one goes on where the first ends. */
const PAGES = ['README.md', 'docs/api.md'];

/** The curl lines for newcomers, in order and as they stand there, in one shell. */
describe('The tour in README.md and docs/api.md', () => {
  let database: TestDatabase;
  let service: Service;

  beforeAll(async () => {
    database = await TestDatabase.create();
    service = await Service.start({ DATABASE_URL: database.url });
  });
  afterAll(async () => {
    await service?.stop();
    await database?.drop();
  });

  (ShellTour.canRun ? it : it.skip)(
    'works as it is written (needs curl and bash)',
    async () => {
      const pages = await Promise.all(PAGES.map((page) => readFile(join(root, page), 'utf8')));
      const given = { TOKEN: TEST_TOKEN, API: `${service.url}/api` };
      const tour = await ShellTour.run(pages.join('\n'), given);
      expect([tour.code, tour.output]).toEqual([0, expect.any(String)]);
      expect(tour.refused).toEqual([]);
      expect(tour.statuses.length).toBeGreaterThanOrEqual(tour.written);
      for (const { printed, shown } of tour.blocks) {
        if (shown !== undefined) expect(squeezed(printed)).toMatch(pattern(shown));
      }
      expect(tour.written).toBeGreaterThan(15);
      // Every one of them is in a block that was run.
      expect(pages.join('\n').match(/\bcurl\b(?=\s+["'$-])/g)).toHaveLength(tour.written);
    },
    60_000,
  );
});

/** `…` stands for anything. */
function pattern(output: string): RegExp {
  const parts = squeezed(output).split('…');
  return new RegExp(`${parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.*')}$`, 's');
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}
