import { beforeEach, describe, expect, it } from '@jest/globals';
import { ContactsFixture } from '../../../test/support/fakes/contacts-fixture.js';
import { UpdateContact } from './update-contact.js';

const SYSTEM = 1;

describe('UpdateContact', () => {
  let fixture: ContactsFixture;
  let updateContact: UpdateContact;

  beforeEach(() => {
    fixture = new ContactsFixture();
    updateContact = new UpdateContact(fixture.unitOfWork, fixture.contacts);
  });

  it('changes what is named, and when', async () => {
    const acme = await fixture.add({ email: 'ap@acme.example', phone: '1' });
    const changed = await updateContact.execute(acme.id, { name: 'Acme Ltd', email: null });
    expect(changed).toEqual({ ...acme, name: 'Acme Ltd', email: null, updatedAt: changed.updatedAt });
    expect(changed.updatedAt > acme.updatedAt).toBe(true);
    expect(fixture.store.contacts.get(acme.id)).toEqual(changed);
  });

  it('leaves what is so already as it is', async () => {
    const acme = await fixture.add({ parentId: SYSTEM, defaultProfileId: 2 });
    for (const same of [{}, { name: 'Acme' }, { parentId: SYSTEM, defaultProfileId: 2, email: null }]) {
      expect(await updateContact.execute(acme.id, same)).toEqual(acme);
    }
  });

  it('refuses what does not exist', async () => {
    const { id } = await fixture.add();
    const refused = (contactId: number, changes: object): Promise<unknown> =>
      updateContact.execute(contactId, changes).then(
        () => 'done',
        ({ code }: { code: string }) => code,
      );
    expect(await refused(4711, { name: 'A' })).toBe('contact_not_found');
    expect(await refused(4711, { defaultProfileId: 3 })).toBe('contact_not_found');
    expect(await refused(id, { defaultProfileId: 99 })).toBe('unknown_profile');
    expect(await refused(id, { parentId: 4711 })).toBe('unknown_contact');
    expect(await refused(SYSTEM, { name: 'Inbound' })).toBe('built_in');
  });

  it('lets nobody belong to itself, at any distance', async () => {
    const group = await fixture.add({ name: 'Group' });
    const acme = await fixture.add({ parentId: group.id });
    const ann = await fixture.add({ name: 'Ann', parentId: acme.id });
    for (const parentId of [group.id, acme.id, ann.id]) {
      await expect(updateContact.execute(group.id, { parentId })).rejects.toMatchObject({
        code: 'parent_cycle',
      });
    }
    expect(await updateContact.execute(ann.id, { parentId: group.id })).toMatchObject({ parentId: group.id });
    expect(await updateContact.execute(acme.id, { parentId: ann.id })).toMatchObject({ parentId: ann.id });
  });
});
