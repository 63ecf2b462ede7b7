import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NOON } from '../../../test/support/a-document.js';
import { DocumentsFixture } from '../../../test/support/fakes/documents-fixture.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import type { Config, Role } from '../../shared/config/config.js';
import { InstanceSettings } from '../../shared/database/instance-settings.js';
import { RemoveOrphanFiles } from '../application/remove-orphan-files.js';
import { OrphanFilesJob } from './orphan-files.job.js';

class CountedRemoval extends RemoveOrphanFiles {
  runs = 0;

  override execute(): Promise<number> {
    this.runs += 1;
    return super.execute();
  }
}

describe('OrphanFilesJob', () => {
  const { unitOfWork, documents, files, clock } = new DocumentsFixture();
  const removal = new CountedRemoval(unitOfWork, documents, files, clock);
  let database: TestDatabase;

  beforeAll(async () => {
    database = await TestDatabase.create();
  });
  afterAll(() => database.drop());

  async function process(...roles: Role[]): Promise<OrphanFilesJob> {
    const settings = new InstanceSettings(await database.unitOfWork());
    return new OrphanFilesJob(
      removal,
      { roles: new Set(roles) } as Partial<Config> as Config,
      settings,
      clock,
    );
  }

  it('is done by one worker a day', async () => {
    await (await process('api')).run();
    expect(removal.runs).toBe(0);
    const workers = [await process('worker'), await process('api', 'worker'), await process('worker')];
    await Promise.all(workers.map((worker) => worker.run()));
    expect(removal.runs).toBe(1);
    clock.time = new Date(NOON.getTime() + 86_400_000);
    await Promise.all(workers.map((worker) => worker.run()));
    expect(removal.runs).toBe(2);
  });
});
