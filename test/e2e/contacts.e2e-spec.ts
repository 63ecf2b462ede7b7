import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Service, type Answer } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

/** Members of the answers that the tests look at. */
interface Body {
  id: number;
  name: string;
  type: string;
  contact_id: number;
  parent_id: number | null;
  profile_id: number;
  updated_at: string;
  items: Body[];
  code: string;
  detail: string;
  errors: { pointer: string }[];
}

const READER = `re_${'cd'.repeat(20)}`;

describe('Contacts and folders are changed and deleted', () => {
  let database: TestDatabase;
  let service: Service;

  beforeAll(async () => {
    database = await TestDatabase.create();
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    await sql.query(
      `INSERT INTO api_tokens (name, token_hash, scopes) VALUES ('reader', sha256(convert_to($1, 'UTF8')), '{read}')`,
      [READER],
    );
    await sql.end();
    service = await Service.start({ DATABASE_URL: database.url, ROLES: 'api' });
  });
  afterAll(async () => {
    await service?.stop();
    await database?.drop();
  });

  const call = (method: string, path: string, body?: unknown): Promise<Answer<Body>> =>
    service.json<Body>(method, path, body);
  const contact = async (values: object = {}): Promise<Body> =>
    (await call('POST', '/api/contacts', { name: 'Acme', ...values })).body;
  const folderOf = async ({ id }: { id: number }): Promise<Body> => {
    const { body } = await call('GET', `/api/folders?contact_id=${id}&name=Documents`);
    return body.items[0] as Body;
  };
  const upload = async (folder: Body): Promise<Body> => {
    const form = new FormData();
    form.set('contact_id', String(folder.contact_id));
    form.set('folder_id', String(folder.id));
    form.set('file', new Blob([`A note. ${crypto.randomUUID()}`]), 'note.txt');
    const response = await service.fetch('/api/documents/upload', { method: 'POST', body: form });
    expect(response.status).toBe(201);
    return (await response.json()) as Body;
  };

  it('changes only what is named, and clears what is null', async () => {
    const made = await contact({ email: 'ap@acme.example', phone: '1', notes: 'by post', parent_id: 1 });
    const { status, body } = await call('PATCH', `/api/contacts/${made.id}`, {
      ...{ name: ' Acme Ltd ', type: 'Vendor', phone: '', parent_id: null },
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...made,
      ...{ name: 'Acme Ltd', type: 'Vendor', phone: null, parent_id: null },
      updated_at: expect.any(String),
    });
    expect(body.updated_at > made.updated_at).toBe(true);
    expect((await call('GET', `/api/contacts/${made.id}`)).body).toEqual(body);
    const cleared = await call('PATCH', `/api/contacts/${made.id}`, {
      ...{ email: null, notes: null, default_profile_id: null },
    });
    expect(cleared.body).toMatchObject({ email: null, phone: null, notes: null, name: 'Acme Ltd' });
  });

  it('does not touch what is so already', async () => {
    const made = await contact({ email: 'ap@acme.example', default_profile_id: 2 });
    const folder = await folderOf(made);
    const { created_at: _, updated_at: __, id: ___, ...same } = made as Body & { created_at: string };
    for (const body of [{}, same, { name: ' Acme ' }]) {
      expect(await call('PATCH', `/api/contacts/${made.id}`, body)).toMatchObject({
        status: 200,
        body: made,
      });
    }
    for (const body of [{}, { name: 'Documents' }]) {
      const answer = await call('PATCH', `/api/folders/${folder.id}`, body);
      expect(answer).toMatchObject({ status: 200, body: folder });
    }
  });

  it.each<[object, string, string]>([
    [{ name: null }, 'validation_failed', '/name'],
    [{ name: '  ' }, 'validation_failed', '/name'],
    [{ type: 'Customer' }, 'validation_failed', '/type'],
    [{ email: 'nobody' }, 'validation_failed', '/email'],
    [{ notes: 'a\0b' }, 'validation_failed', '/notes'],
    [{ parent_id: '1' }, 'validation_failed', '/parent_id'],
    [{ parent_id: 4711 }, 'unknown_contact', '/parent_id'],
    [{ default_profile_id: 99 }, 'unknown_profile', '/default_profile_id'],
    [{ id: 7 }, 'validation_failed', '/id'],
  ])('refuses the change %j', async (change, code, pointer) => {
    const made = await contact();
    const { status, body } = await call('PATCH', `/api/contacts/${made.id}`, change);
    expect({ status, code: body.code, pointers: body.errors.map((each) => each.pointer) }).toEqual({
      ...{ status: 422, code, pointers: [pointer] },
    });
    expect((await call('GET', `/api/contacts/${made.id}`)).body).toEqual(made);
  });

  it('lets contacts belong to one another, but to nobody who belongs to them', async () => {
    const group = await contact({ name: 'Group' });
    const acme = await contact({ parent_id: group.id });
    const ann = await contact({ name: 'Ann', parent_id: acme.id });
    for (const { id } of [group, acme, ann]) {
      const { status, body } = await call('PATCH', `/api/contacts/${group.id}`, { parent_id: id });
      expect({ status, code: body.code }).toEqual({ status: 422, code: 'parent_cycle' });
    }
    const names = async (query: string): Promise<string[]> =>
      (await call('GET', `/api/contacts?${query}`)).body.items.map(({ name }) => name);
    expect(await names(`parent_id=${group.id}`)).toEqual(['Acme']);
    await call('PATCH', `/api/contacts/${ann.id}`, { parent_id: group.id });
    expect(await names(`parent_id=${group.id}`)).toEqual(['Ann', 'Acme']);
    expect(await names(`parent_id=${group.id}&q=ann`)).toEqual(['Ann']);
    expect(await names('parent_id=4711')).toEqual([]);
    expect((await call('GET', '/api/contacts?parent_id=x')).status).toBe(422);

    const refused = await call('DELETE', `/api/contacts/${group.id}`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'contact_has_children' } });
    expect(refused.body.detail).toContain('2 sub-contacts');
    await call('PATCH', `/api/contacts/${ann.id}`, { parent_id: null });
    expect((await call('DELETE', `/api/contacts/${acme.id}`)).status).toBe(204);
    expect((await call('DELETE', `/api/contacts/${group.id}`)).status).toBe(204);
  });

  it('reads the next upload with the default profile of the contact', async () => {
    const made = await contact();
    const folder = await folderOf(made);
    expect((await upload(folder)).profile_id).toBe(1);
    await call('PATCH', `/api/contacts/${made.id}`, { default_profile_id: 2 });
    expect((await upload(folder)).profile_id).toBe(2);
    await call('PATCH', `/api/contacts/${made.id}`, { default_profile_id: null });
    expect((await upload(folder)).profile_id).toBe(1);
  });

  it('renames folders, and leaves them with their contact', async () => {
    const folder = await folderOf(await contact());
    const renamed = await call('PATCH', `/api/folders/${folder.id}`, { name: ' Q4 Invoices ' });
    expect(renamed.status).toBe(200);
    expect(renamed.body).toEqual({ ...folder, name: 'Q4 Invoices', updated_at: renamed.body.updated_at });
    expect(renamed.body.updated_at > folder.updated_at).toBe(true);
    for (const body of [{ name: '' }, { name: null }, { contact_id: 1 }]) {
      expect((await call('PATCH', `/api/folders/${folder.id}`, body)).status).toBe(422);
    }
  });

  it('deletes a contact with its folders once they are empty, and says what is in the way', async () => {
    const made = await contact();
    const folder = await folderOf(made);
    const other = await folderOf(await contact({ name: 'Other' }));
    const documents = [await upload(folder), await upload(folder)];
    const refusals = [
      await call('DELETE', `/api/contacts/${made.id}`),
      await call('DELETE', `/api/folders/${folder.id}`),
    ];
    expect(refusals.map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'contact_holds_documents'],
      [409, 'folder_holds_documents'],
    ]);
    for (const { body } of refusals) expect(body.detail).toContain('2 documents');
    const [moved, deleted] = documents.map(({ id }) => `/api/documents/${id}`) as [string, string];
    const place = { contact_id: other.contact_id, folder_id: other.id };
    expect((await call('PATCH', moved, place)).status).toBe(200);
    expect((await call('DELETE', deleted)).status).toBe(204);
    for (const path of [`/api/folders/${folder.id}`, `/api/contacts/${made.id}`]) {
      const answer = await call('DELETE', path);
      expect([answer.status, answer.text]).toEqual([204, '']);
      for (const method of ['DELETE', 'GET', 'PATCH']) {
        const body = method === 'PATCH' ? { name: 'Late' } : undefined;
        expect((await call(method, path, body)).status).toBe(404);
      }
    }
    expect((await call('GET', `/api/folders?contact_id=${made.id}`)).body.items).toEqual([]);
    const late = await call('POST', '/api/folders', { contact_id: made.id, name: 'Late' });
    expect(late.body.code).toBe('unknown_contact');
  });

  it('keeps System and its Inbox, under their names', async () => {
    const system = (await call('GET', '/api/contacts/1')).body;
    for (const path of ['/api/contacts/1', '/api/folders/1']) {
      for (const answer of [await call('DELETE', path), await call('PATCH', path, { name: 'Mine' })]) {
        expect(answer).toMatchObject({ status: 409, body: { code: 'built_in' } });
      }
    }
    const changed = await call('PATCH', '/api/contacts/1', { name: 'System', notes: 'ours' });
    expect(changed.body).toMatchObject({ name: 'System', notes: 'ours' });
    await call('PATCH', '/api/contacts/1', { notes: null });
    expect((await call('GET', '/api/contacts/1')).body).toEqual({ ...system, updated_at: expect.anything() });
  });

  it('asks for the scope write', async () => {
    for (const path of ['/api/contacts/1', '/api/folders/1']) {
      for (const method of ['PATCH', 'DELETE']) {
        const response = await service.fetch(path, {
          ...{ method, headers: { authorization: `Bearer ${READER}` } },
        });
        expect(response.status).toBe(403);
      }
    }
  });

  it('finds folders of a contact by name, page by page', async () => {
    const { id } = await contact();
    for (let index = 0; index < 5; index++) {
      await call('POST', '/api/folders', { contact_id: id, name: `Page ${index}` });
    }
    const names: string[] = [];
    let path = `/api/folders?contact_id=${id}&limit=3`;
    await until('the last page is read', async () => {
      const { body } = await service.json<Body & { next_cursor: string | null }>('GET', path);
      names.push(...body.items.map(({ name }) => name));
      path = `/api/folders?contact_id=${id}&limit=3&cursor=${body.next_cursor}`;
      return body.next_cursor === null;
    });
    expect(names).toEqual(['Page 4', 'Page 3', 'Page 2', 'Page 1', 'Page 0', 'Review', 'Documents']);
    const found = await call('GET', `/api/folders?contact_id=${id}&name=page%203`);
    expect(found.body.items.map(({ name }) => name)).toEqual(['Page 3']);
  });
});
