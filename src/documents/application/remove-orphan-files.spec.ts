import { beforeEach, describe, expect, it } from '@jest/globals';
import { NOON } from '../../../test/support/a-document.js';
import { DocumentsFixture } from '../../../test/support/fakes/documents-fixture.js';
import { RemoveOrphanFiles } from './remove-orphan-files.js';

describe('RemoveOrphanFiles', () => {
  let fixture: DocumentsFixture;
  let removeOrphanFiles: RemoveOrphanFiles;

  beforeEach(() => {
    fixture = new DocumentsFixture();
    const { unitOfWork, documents, files, clock } = fixture;
    removeOrphanFiles = new RemoveOrphanFiles(unitOfWork, documents, files, clock);
  });

  it('removes contents that no document has, once they are an hour old', async () => {
    const [orphan, wanted] = [await fixture.stage('orphan'), await fixture.stage('wanted')];
    await orphan.keep();
    await wanted.keep();
    await fixture.add({ sha256: wanted.sha256 });
    fixture.clock.time = new Date(NOON.getTime() + 3_600_000);
    expect(await removeOrphanFiles.execute()).toBe(0);
    fixture.clock.time = new Date(NOON.getTime() + 3_600_001);
    expect(await removeOrphanFiles.execute()).toBe(1);
    expect([...fixture.files.contents.keys()]).toEqual([wanted.sha256]);
  });

  it('removes uploads that were broken off an hour ago', async () => {
    await fixture.stage('half');
    fixture.clock.time = new Date(NOON.getTime() + 3_600_001);
    await fixture.stage('going on');
    expect(await removeOrphanFiles.execute()).toBe(1);
    expect(fixture.files.incoming.size).toBe(1);
  });
});
