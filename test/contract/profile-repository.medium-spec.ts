import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContactRow } from '../../src/contacts/infrastructure/contact.row.js';
import { TypeOrmContactRepository } from '../../src/contacts/infrastructure/typeorm-contact.repository.js';
import { DocumentRow } from '../../src/documents/infrastructure/document.row.js';
import { TypeOrmDocumentRepository } from '../../src/documents/infrastructure/typeorm-document.repository.js';
import { GENERAL_FIELDS, INVOICE_FIELDS } from '../../src/extraction/domain/profile-fields.js';
import type { ProfileRepository } from '../../src/profiles/application/profile.repository.js';
import type { Profile, ProfileDetails } from '../../src/profiles/domain/profile.js';
import { ProfileRow } from '../../src/profiles/infrastructure/profile.row.js';
import { TypeOrmProfileDirectory } from '../../src/profiles/infrastructure/typeorm-profile-directory.js';
import { TypeOrmProfileQueries } from '../../src/profiles/infrastructure/typeorm-profile.queries.js';
import { TypeOrmProfileRepository } from '../../src/profiles/infrastructure/typeorm-profile.repository.js';
import type { TypeOrmUnitOfWork } from '../../src/shared/database/typeorm-unit-of-work.js';
import type { UnitOfWork } from '../../src/shared/kernel/unit-of-work.js';
import { aContact } from '../support/a-contact.js';
import { aNewDocument, NOON } from '../support/a-document.js';
import { aField, aProfile } from '../support/a-profile.js';
import { InMemoryProfileRepository } from '../support/fakes/in-memory-profile.repository.js';
import { InMemoryUnitOfWork } from '../support/fakes/in-memory-unit-of-work.js';
import { TestDatabase } from '../support/test-database.js';

const NOBODY = 4711;
const FULL: ProfileDetails = {
  name: 'Mietvertrag 租约',
  description: 'a\nb',
  fields: [
    ...(['text', 'date', 'amount', 'number', 'list'] as const).map((type) =>
      aField({ key: type, type, description: 'What it is.', required: true, aliases: ['名称', 'A "b"'] }),
    ),
    aField({ key: 'plain' }),
  ],
  lineItemColumns: [{ key: 'amount', label: 'Kosten', description: null, aliases: ['Betrag'] }],
};

interface Subject {
  unitOfWork: UnitOfWork;
  profiles: ProfileRepository;
  use(kind: 'contacts' | 'documents', profileId: number): Promise<unknown>;
}

let database: TestDatabase;
let unitOfWork: TypeOrmUnitOfWork;

async function inPostgres(): Promise<Subject> {
  const contacts = new TypeOrmContactRepository(unitOfWork);
  const documents = new TypeOrmDocumentRepository(unitOfWork, { now: () => NOON });
  return {
    unitOfWork,
    profiles: new TypeOrmProfileRepository(unitOfWork),
    use: (kind, profileId) =>
      unitOfWork.run<unknown>(() =>
        kind === 'contacts'
          ? contacts.add(aContact({ defaultProfileId: profileId }))
          : documents.add(aNewDocument({ profileId }), 'ann'),
      ),
  };
}

async function inMemory(): Promise<Subject> {
  const unitOfWork = new InMemoryUnitOfWork();
  const profiles = new InMemoryProfileRepository(unitOfWork);
  return { unitOfWork, profiles, use: async (kind, profileId) => profiles.uses.push({ kind, profileId }) };
}

beforeAll(async () => {
  database = await TestDatabase.create();
  unitOfWork = await database.unitOfWork([ContactRow, DocumentRow, ProfileRow]);
});
afterAll(() => database.drop());

describe.each([
  ['in memory', inMemory],
  ['PostgreSQL', inPostgres],
])('ProfileRepository, %s', (_, make) => {
  let subject: Subject;

  beforeAll(async () => {
    subject = await make();
  });

  const run = <T>(work: () => Promise<T>): Promise<T> => subject.unitOfWork.run(work);
  let added = 0;
  const add = (values: Partial<ProfileDetails> = {}): Promise<Profile> =>
    run(() => subject.profiles.add(aProfile({ name: `Rental contract ${++added}`, ...values })));
  const load = (id: number): Promise<Profile> => run(() => subject.profiles.forChange(id));

  it('has the built-in ones, below those that are made', async () => {
    expect(await load(1)).toMatchObject({ name: 'Default', builtIn: true, reading: 'automatic', version: 1 });
    expect((await add()).id).toBeGreaterThan(100);
  });

  it('gives back every member as it was added, and as it was saved', async () => {
    const profile = await add(FULL);
    expect(profile).toMatchObject({ ...FULL, reading: 'fields', builtIn: false, version: 1 });
    expect(await load(profile.id)).toEqual(profile);
    const changed = await run(() => subject.profiles.save({ ...profile, ...aProfile(), version: 2 }));
    expect(changed).toEqual({ ...profile, ...aProfile(), version: 2, updatedAt: changed.updatedAt });
    expect(changed.updatedAt.getTime()).toBeGreaterThanOrEqual(profile.updatedAt.getTime());
    expect(await load(profile.id)).toEqual(changed);
    const refilled = await run(() => subject.profiles.save({ ...changed, ...FULL, version: 3 }));
    expect(await load(profile.id)).toEqual(refilled);
    expect(refilled).toMatchObject(FULL);
  });

  it('knows what is not there', async () => {
    await expect(load(NOBODY)).rejects.toMatchObject({ kind: 'not-found', code: 'profile_not_found' });
  });

  it('has each name once, whatever its capitals, also among the built-in ones', async () => {
    const taken = { kind: 'conflict', code: 'profile_name_taken' };
    const lease = await add({ name: 'Lease' });
    const other = await add();
    for (const name of ['Lease', 'LEASE', 'default'])
      await expect(add({ name })).rejects.toMatchObject(taken);
    await expect(run(() => subject.profiles.save({ ...other, name: 'lease' }))).rejects.toMatchObject(taken);
    expect(await load(other.id)).toEqual(other);
    expect(await run(() => subject.profiles.save({ ...lease, name: 'LEASE' }))).toMatchObject({
      name: 'LEASE',
    });
  });

  it('removes what nothing names, and says what names the rest', async () => {
    const free = await add();
    await run(() => subject.profiles.remove(free.id));
    await expect(load(free.id)).rejects.toMatchObject({ code: 'profile_not_found' });
    const { id } = await add();
    const refusal = (): Promise<unknown> =>
      run(() => subject.profiles.remove(id)).catch(({ code, message }: { code: string; message: string }) => [
        ...[code, message],
      ]);
    await subject.use('contacts', id);
    expect(await refusal()).toEqual([
      'profile_in_use',
      expect.stringContaining(`Profile ${id} is in use by 1 contact. `),
    ]);
    await subject.use('documents', id);
    await subject.use('documents', id);
    expect(await refusal()).toEqual([
      'profile_in_use',
      expect.stringContaining('in use by 1 contact and 2 documents. '),
    ]);
    expect(await load(id)).toMatchObject({ id });
  });

  it('refuses to write, or to lock, outside a unit of work', async () => {
    const profile = await add();
    for (const attempt of [
      () => subject.profiles.add(aProfile()),
      () => subject.profiles.forChange(1),
      () => subject.profiles.save(profile),
      () => subject.profiles.remove(profile.id),
    ]) {
      await expect(attempt()).rejects.toThrow('No open unit of work');
    }
  });
});

describe('The built-in profiles', () => {
  it('are the seven, with the keys that the rules write', async () => {
    const all = await new TypeOrmProfileQueries(unitOfWork).list({}, 200, 101);
    expect(all.map(({ id, name, reading }) => [id, name, reading]).reverse()).toEqual([
      [1, 'Default', 'automatic'],
      [2, 'Standard Invoice', 'invoice'],
      [3, 'Universal Invoices & Receipts', 'fields'],
      [4, 'Meeting Notes', 'fields'],
      [5, 'Chinese Fapiao', 'fields'],
      [6, 'Chinese Business License', 'fields'],
      [7, 'Extraction Profile Drafter', 'draft'],
    ]);
    const keys = (id: number): string[] =>
      all.find((profile) => profile.id === id)!.fields.map(({ key }) => key);
    expect(keys(1)).toEqual(GENERAL_FIELDS);
    expect(keys(2)).toEqual(INVOICE_FIELDS);
    expect(all.every(({ builtIn, fields }) => builtIn && fields.length > 0)).toBe(true);
  });

  it('are told to whoever reads documents', async () => {
    const directory = new TypeOrmProfileDirectory(unitOfWork);
    const found = await directory.byIds([2, 1, NOBODY, 2 ** 40, -1, 1.5]);
    expect(found.map(({ id }) => id).sort()).toEqual([1, 2]);
    expect(Object.keys(found[0]!)).toEqual(['id', 'name', 'reading', 'fields', 'lineItemColumns']);
    expect(await directory.byIds([2 ** 40])).toEqual([]);
  });
});
