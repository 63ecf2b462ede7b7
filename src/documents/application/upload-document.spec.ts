import { beforeEach, describe, expect, it } from '@jest/globals';
import { DocumentsFixture } from '../../../test/support/fakes/documents-fixture.js';
import { InMemoryDocumentQueries } from '../../../test/support/fakes/in-memory-document.queries.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import { UploadDocument, type UploadDocumentInput } from './upload-document.js';

describe('UploadDocument', () => {
  let fixture: DocumentsFixture;
  let uploadDocument: UploadDocument;

  beforeEach(() => {
    fixture = new DocumentsFixture();
    const { unitOfWork, documents, folders, queue, clock, profiles } = fixture;
    const queries = new InMemoryDocumentQueries(documents);
    uploadDocument = new UploadDocument(unitOfWork, documents, queries, folders, queue, clock, profiles);
  });

  async function upload(values: Partial<UploadDocumentInput> = {}): Promise<number> {
    const file = await fixture.stage('Hello');
    const { id } = await uploadDocument.execute({
      file,
      filename: 'hello.txt',
      source: 'API',
      contactId: 2,
      folderId: 3,
      profileId: undefined,
      externalRefs: ExternalRefs.parse('{ "a":1.0 }'),
      notes: 'a note',
      actor: 'token:1 (ann)',
      ...values,
    });
    return id;
  }

  it('keeps row and file, and asks for extraction', async () => {
    const id = await upload();
    const sha256 = '185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969';
    expect(fixture.state(id)).toMatchObject({
      filename: 'hello.txt',
      originalFilename: 'hello.txt',
      mimeType: 'text/plain',
      size: 5,
      sha256,
      status: 'New',
      source: 'API',
      contactId: 2,
      folderId: 3,
      externalRefs: { text: '{ "a":1.0 }' },
      notes: 'a note',
      createdAt: fixture.clock.now(),
    });
    expect([...fixture.files.contents.keys()]).toEqual([sha256]);
    expect(fixture.files.incoming.size).toBe(0);
    expect([...fixture.queue.jobs.keys()]).toEqual([id]);
    const line = { documentId: id, actor: 'token:1 (ann)', action: 'uploaded', from: null };
    expect(fixture.documents.history).toEqual([
      { ...line, field: null, to: 'hello.txt' },
      { ...line, field: 'external_refs', to: fixture.state(id).externalRefs.toRawJson() },
    ]);
  });

  it('takes the profile that is named, else the one of the contact, else the default', async () => {
    expect(fixture.state(await upload({ profileId: 1 })).profileId).toBe(1);
    expect(fixture.state(await upload()).profileId).toBe(2);
    expect(fixture.state(await upload({ contactId: 1, folderId: 1 })).profileId).toBe(1);
  });

  it('makes another document of the same content', async () => {
    const [one, two] = [await upload(), await upload()];
    expect(fixture.state(one).sha256).toBe(fixture.state(two).sha256);
    expect(fixture.queue.jobs.size).toBe(2);
  });

  it.each([
    [{ contactId: 7 }, 'unknown_contact', 'There is no contact 7.'],
    [{ folderId: 9 }, 'unknown_folder', 'There is no folder 9.'],
    [{ folderId: 1 }, 'folder_of_another_contact', 'Folder 1 belongs to contact 1, not to contact 2.'],
    [{ profileId: 8 }, 'unknown_profile', 'There is no extraction profile 8.'],
  ])('refuses %j and keeps nothing', async (values, code, message) => {
    await expect(upload(values)).rejects.toMatchObject({
      kind: 'invalid',
      code,
      message: expect.stringContaining(message),
    });
    expect(fixture.documents.states.size).toBe(0);
    expect(fixture.documents.history).toEqual([]);
    expect(fixture.queue.jobs.size).toBe(0);
    expect(fixture.files.contents.size).toBe(0);
  });

  it('has the file sent to its store before its transaction is open', async () => {
    const file = await fixture.stage('Hello');
    const steps: string[] = [];
    const step = (name: string): void => {
      let where = 'in it';
      try {
        fixture.unitOfWork.requireOpen();
      } catch {
        where = 'before it';
      }
      steps.push(`${name} ${where}`);
    };
    const prepare = async (): Promise<void> => step('prepare');
    await upload({ file: { ...file, prepare, keep: () => (step('keep'), file.keep()) } });
    expect(steps).toEqual(['prepare before it', 'keep in it']);
  });

  it('keeps no row when the file cannot be kept', async () => {
    const file = await fixture.stage('Hello');
    const full = { ...file, keep: () => Promise.reject(new Error('ENOSPC')) };
    await expect(upload({ file: full })).rejects.toThrow('ENOSPC');
    expect(fixture.documents.states.size).toBe(0);
    expect(fixture.queue.jobs.size).toBe(0);
  });
});
