import { beforeEach, describe, expect, it } from '@jest/globals';
import { aField, aProfile } from '../../../test/support/a-profile.js';
import { InMemoryProfileRepository } from '../../../test/support/fakes/in-memory-profile.repository.js';
import { InMemoryUnitOfWork } from '../../../test/support/fakes/in-memory-unit-of-work.js';
import { CreateProfile } from './create-profile.js';
import { DeleteProfile } from './delete-profile.js';
import { UpdateProfile } from './update-profile.js';

const DEFAULT = 1;

describe('profiles', () => {
  let profiles: InMemoryProfileRepository;
  let createProfile: CreateProfile;
  let updateProfile: UpdateProfile;
  let deleteProfile: DeleteProfile;

  beforeEach(() => {
    const unitOfWork = new InMemoryUnitOfWork();
    profiles = new InMemoryProfileRepository(unitOfWork);
    createProfile = new CreateProfile(unitOfWork, profiles);
    updateProfile = new UpdateProfile(unitOfWork, profiles);
    deleteProfile = new DeleteProfile(unitOfWork, profiles);
  });

  const refused = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      ({ code }: { code: string }) => code,
    );

  it('are made at version 1, read for their own fields', async () => {
    const made = await createProfile.execute(aProfile());
    expect(made).toMatchObject({ ...aProfile(), reading: 'fields', builtIn: false, version: 1 });
    expect(profiles.profiles.get(made.id)).toEqual(made);
  });

  it('are not made with a key twice', async () => {
    const fields = [aField({ key: 'a' }), aField({ key: 'a' })];
    expect(await refused(createProfile.execute(aProfile({ fields })))).toBe('duplicate_field');
    expect(profiles.profiles.size).toBe(1);
  });

  it('are changed, and stay as they are when nothing is new', async () => {
    const { id, updatedAt } = await createProfile.execute(aProfile());
    expect(await updateProfile.execute(id, { name: 'Rental contract' })).toMatchObject({
      version: 1,
      updatedAt,
    });
    const changed = await updateProfile.execute(id, { name: 'Lease' }, [1]);
    expect(changed).toMatchObject({ name: 'Lease', version: 2 });
    expect(changed.updatedAt > updatedAt).toBe(true);
    expect(await refused(updateProfile.execute(id, { name: 'A' }, [1]))).toBe('version_mismatch');
    expect(await refused(updateProfile.execute(4711, { name: 'A' }))).toBe('profile_not_found');
    expect(await refused(updateProfile.execute(DEFAULT, { name: 'A' }))).toBe('built_in');
  });

  it('are deleted when nothing names them', async () => {
    const { id } = await createProfile.execute(aProfile());
    expect(await refused(deleteProfile.execute(id, [7]))).toBe('version_mismatch');
    for (const kind of ['contacts', 'documents'] as const) {
      profiles.uses = [{ kind, profileId: id }];
      expect(await refused(deleteProfile.execute(id))).toBe('profile_in_use');
    }
    profiles.uses = [];
    await deleteProfile.execute(id, [1]);
    expect(await refused(deleteProfile.execute(id))).toBe('profile_not_found');
    expect(await refused(deleteProfile.execute(DEFAULT))).toBe('built_in');
  });
});
