import { beforeEach, describe, expect, it } from '@jest/globals';
import { DocumentsFixture } from '../../../test/support/fakes/documents-fixture.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import type { DocumentEdit } from '../domain/document.js';
import { ChangeExternalRefs } from './change-external-refs.js';
import { EditDocument } from './edit-document.js';

describe('EditDocument', () => {
  let fixture: DocumentsFixture;
  let editDocument: EditDocument;

  beforeEach(() => {
    fixture = new DocumentsFixture();
    editDocument = new EditDocument(fixture.unitOfWork, fixture.documents, fixture.folders);
  });

  const edit = (documentId: number, values: DocumentEdit, expectedVersions?: number[]): Promise<void> =>
    editDocument.execute({ documentId, edit: values, expectedVersions, actor: 'ann' });

  it('changes what is named, and says so in the history', async () => {
    const id = await fixture.add({ status: 'Needs Review', notes: 'old' });
    await edit(id, { notes: 'new', docType: 'Invoice' }, [1]);
    expect(fixture.state(id)).toMatchObject({ notes: 'new', docType: 'Invoice', version: 2 });
    expect(fixture.changes(id)).toEqual(['ann edited notes', 'ann edited doc_type']);
  });

  it('leaves version, time and history alone when nothing changes', async () => {
    const id = await fixture.add({ status: 'Needs Review', notes: 'same' });
    const before = fixture.state(id);
    fixture.clock.time = new Date('2027-01-01T00:00:00Z');
    await edit(id, { notes: 'same', extractedFields: {}, externalRefs: ExternalRefs.parse('{}') });
    expect(fixture.state(id)).toBe(before);
    expect(fixture.changes(id)).toEqual([]);
  });

  it('moves a document to another contact only together with one of its folders', async () => {
    const id = await fixture.add({ status: 'Needs Review' });
    const refused = { kind: 'invalid', code: 'folder_of_another_contact' };
    await expect(edit(id, { contactId: 2 })).rejects.toMatchObject(refused);
    await expect(edit(id, { folderId: 3 })).rejects.toMatchObject(refused);
    await expect(edit(id, { contactId: 9 })).rejects.toMatchObject({ code: 'unknown_contact' });
    await expect(edit(id, { folderId: 9 })).rejects.toMatchObject({ code: 'unknown_folder' });
    expect(fixture.state(id)).toMatchObject({ contactId: 1, folderId: 1, version: 1 });
    await edit(id, { contactId: 2, folderId: 3 });
    expect(fixture.state(id)).toMatchObject({ contactId: 2, folderId: 3, version: 2 });
  });

  it('refuses another version, a locked document and one that is not there', async () => {
    const id = await fixture.add({ status: 'Approved', version: 5 });
    await expect(edit(id, { notes: 'a' }, [4])).rejects.toMatchObject({ code: 'version_mismatch' });
    await expect(edit(id, { docType: 'Invoice' })).rejects.toMatchObject({ code: 'document_locked' });
    await expect(edit(99, { notes: 'a' })).rejects.toMatchObject({ code: 'document_not_found' });
    expect(fixture.state(id).version).toBe(5);
  });
});

describe('ChangeExternalRefs', () => {
  it('changes what is there under the lock, in every status', async () => {
    const fixture = new DocumentsFixture();
    const change = new ChangeExternalRefs(fixture.unitOfWork, fixture.documents);
    const id = await fixture.add({ status: 'Archived', externalRefs: ExternalRefs.parse('{"n":0}') });
    const addOne = (current: ExternalRefs): ExternalRefs =>
      ExternalRefs.parse(current.text.replace(/\d+/, (count) => String(Number(count) + 1)));
    await Promise.all(Array.from({ length: 20 }, () => change.change(id, addOne, undefined, 'ann')));
    expect(fixture.state(id)).toMatchObject({ externalRefs: { text: '{"n":20}' }, version: 21 });
    await expect(change.change(id, addOne, [1], 'ann')).rejects.toMatchObject({ code: 'version_mismatch' });
  });
});
