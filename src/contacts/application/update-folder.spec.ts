import { beforeEach, describe, expect, it } from '@jest/globals';
import { ContactsFixture } from '../../../test/support/fakes/contacts-fixture.js';
import type { Folder } from '../domain/folder.js';
import { UpdateFolder } from './update-folder.js';

const INBOX = 1;

describe('UpdateFolder', () => {
  let fixture: ContactsFixture;
  let updateFolder: UpdateFolder;
  let folder: Folder;

  beforeEach(async () => {
    fixture = new ContactsFixture();
    updateFolder = new UpdateFolder(fixture.unitOfWork, fixture.folders);
    folder = await fixture.unitOfWork.run(() => fixture.folders.add({ contactId: 1, name: 'Scans' }));
  });

  it('renames, unless it has that name already', async () => {
    const renamed = await updateFolder.execute(folder.id, { name: 'Post' });
    expect(renamed).toEqual({ ...folder, name: 'Post', updatedAt: renamed.updatedAt });
    expect(renamed.updatedAt > folder.updatedAt).toBe(true);
    expect(await updateFolder.execute(folder.id, { name: 'Post' })).toEqual(renamed);
    expect(await updateFolder.execute(folder.id, {})).toEqual(renamed);
  });

  it('refuses another name for the Inbox, and folders that do not exist', async () => {
    await expect(updateFolder.execute(INBOX, { name: 'Post' })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'built_in',
    });
    expect(await updateFolder.execute(INBOX, { name: 'Inbox' })).toMatchObject({ name: 'Inbox' });
    await expect(updateFolder.execute(4711, { name: 'Post' })).rejects.toMatchObject({
      code: 'folder_not_found',
    });
  });
});
