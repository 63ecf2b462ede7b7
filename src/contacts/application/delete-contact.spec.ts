import { beforeEach, describe, expect, it } from '@jest/globals';
import { ContactsFixture } from '../../../test/support/fakes/contacts-fixture.js';
import { DeleteContact } from './delete-contact.js';
import { DeleteFolder } from './delete-folder.js';

describe('DeleteContact and DeleteFolder', () => {
  let fixture: ContactsFixture;
  let deleteContact: DeleteContact;
  let deleteFolder: DeleteFolder;

  beforeEach(() => {
    fixture = new ContactsFixture();
    deleteContact = new DeleteContact(fixture.unitOfWork, fixture.contacts);
    deleteFolder = new DeleteFolder(fixture.unitOfWork, fixture.folders);
  });

  const addFolder = (contactId: number): Promise<{ id: number }> =>
    fixture.unitOfWork.run(() => fixture.folders.add({ contactId, name: 'Documents' }));

  it('delete what is empty, once', async () => {
    const { id } = await fixture.add();
    const folder = await addFolder(id);
    const other = await addFolder(id);
    await deleteFolder.execute(other.id);
    await expect(deleteFolder.execute(other.id)).rejects.toMatchObject({ code: 'folder_not_found' });
    await deleteContact.execute(id);
    await expect(deleteContact.execute(id)).rejects.toMatchObject({ code: 'contact_not_found' });
    await expect(deleteFolder.execute(folder.id)).rejects.toMatchObject({ code: 'folder_not_found' });
  });

  it('keep what holds something, and the built-in ones', async () => {
    const { id } = await fixture.add();
    const folder = await addFolder(id);
    fixture.store.documents.push({ contactId: id, folderId: folder.id });
    await expect(deleteContact.execute(id)).rejects.toMatchObject({ code: 'contact_holds_documents' });
    await expect(deleteFolder.execute(folder.id)).rejects.toMatchObject({ code: 'folder_holds_documents' });
    await expect(deleteContact.execute(1)).rejects.toMatchObject({ kind: 'conflict', code: 'built_in' });
    await expect(deleteFolder.execute(1)).rejects.toMatchObject({ kind: 'conflict', code: 'built_in' });
    expect([...fixture.store.contacts.keys()]).toEqual([1, id]);
  });
});
