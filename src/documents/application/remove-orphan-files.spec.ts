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

  it('keeps the files of old versions', async () => {
    const first = await fixture.stage('first');
    await first.keep();
    await fixture.replaceFile(await fixture.add({ sha256: first.sha256 }), 'second');
    fixture.clock.time = new Date(NOON.getTime() + 3_600_001);
    expect(await removeOrphanFiles.execute()).toBe(0);
    expect(fixture.files.contents.size).toBe(2);
  });

  it('asks about many at once, and removes none that got a document meanwhile', async () => {
    const staged = await Promise.all(Array.from({ length: 2001 }, (_, index) => fixture.stage(`${index}`)));
    for (const file of staged) await file.keep();
    const [first, , ...others] = staged;
    for (const { sha256 } of others) await fixture.add({ sha256 });
    fixture.clock.time = new Date(NOON.getTime() + 3_600_001);
    const asked: number[] = [];
    const { documents } = fixture;
    const withoutDocument = documents.withoutDocument.bind(documents);
    documents.withoutDocument = async (sha256s) => {
      const candidates = await withoutDocument(sha256s);
      asked.push(sha256s.length);
      if (first && candidates.includes(first.sha256)) await fixture.add({ sha256: first.sha256 });
      return candidates;
    };
    expect(await removeOrphanFiles.execute()).toBe(1);
    expect(asked).toEqual([1000, 1000, 1]);
    expect(fixture.files.contents.size).toBe(2000);
  });

  it('removes uploads that were broken off an hour ago', async () => {
    await fixture.stage('half');
    fixture.clock.time = new Date(NOON.getTime() + 3_600_001);
    await fixture.stage('going on');
    expect(await removeOrphanFiles.execute()).toBe(1);
    expect(fixture.files.incoming.size).toBe(1);
  });
});
