import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { Client, DocumentBody } from '../support/client.js';
import type { Answer, Service } from '../support/service.js';
import { Stack } from '../support/stack.js';
import { until } from '../support/until.js';

interface Listed extends DocumentBody {
  sha256: string;
  contact_id: number;
  created_at: string;
  updated_at: string;
}
interface Page {
  items: Listed[];
  next_cursor: string | null;
  next: string | null;
  errors?: { pointer: string }[];
}
interface Line {
  at: string;
  actor: string;
  action: string;
  field: string | null;
  from: unknown;
  to: unknown;
}

describe('Lists of documents', () => {
  let stack: Stack;
  let sql: pg.Client;
  let service: Service;
  let client: Client;

  beforeAll(async () => {
    stack = await Stack.start();
    ({ service, client, sql } = stack);
  });
  afterAll(() => stack?.stop());

  /** A text, uploaded and read. */
  async function uploaded(text: string, fields: Record<string, string> = {}): Promise<Listed> {
    const form = new FormData();
    const all = { contact_id: '1', folder_id: '1', ...fields };
    for (const [name, value] of Object.entries(all)) form.set(name, value);
    form.set('file', new Blob([text]), fields['name'] ?? 'note.txt');
    form.delete('name');
    const response = await service.fetch('/api/documents/upload', { method: 'POST', body: form });
    const { id } = (await response.json()) as Listed;
    return (await client.status(id, 'Needs Review')) as Listed;
  }
  const list = (query = ''): Promise<Page> => client.get<Page>(`/api/documents${query}`);
  const idsOf = async (query: string): Promise<number[]> => (await list(query)).items.map(({ id }) => id);
  const patch = (id: number, body: object): Promise<Answer<Listed>> =>
    service.json('PATCH', `/api/documents/${id}`, body);

  it('find documents by words: of their names, their fields and their text', async () => {
    const word = `w${randomUUID().slice(0, 8)}`;
    const { id } = await uploaded(`Dear Mr Müller,\nabout ${word} INV-2024/0042.\n`, {
      name: `rechnung_${word}x.txt`,
      notes: 'from the harbour',
    });
    const other = await uploaded(`Another one about ${word}.`);
    const search = (q: string): Promise<number[]> => idsOf(`?q=${encodeURIComponent(q)}`);
    expect(await search(word)).toEqual([other.id, id]);
    for (const q of ['MULLER', '0042 harb', 'inv-2024-0042', `rechnung ${word}x`, `"Mr Muller" ${word}`]) {
      expect([q, await search(`${q} ${word}`)]).toEqual([q, [id]]);
    }
    for (const q of ['"muller mr"', 'nowhere', '"0042 inv"']) {
      expect([q, await search(`${q} ${word}`)]).toEqual([q, []]);
    }
    expect(await search('?!')).toEqual([]);
    await patch(other.id, { extracted_fields: { vendor: `Süd ${word}y` } });
    expect(await search(`sud ${word}y`)).toEqual([other.id]);
    expect(await idsOf(`?q=${word}&status=Approved`)).toEqual([]);

    const first = await list(`?q=${word}&limit=1`);
    expect(first.items.map((item) => item.id)).toEqual([other.id]);
    const next = await service.json<Page>(
      'GET',
      new URL(first.next ?? '').pathname + new URL(first.next ?? '').search,
    );
    expect([next.body.items.map((item) => item.id), next.body.next]).toEqual([[id], null]);
  });

  it('filter by several statuses and by times', async () => {
    const [one, two, three] = [await uploaded('1'), await uploaded('2'), await uploaded('3')];
    await service.json('PUT', `/api/documents/${one.id}/status`, { status: 'Ready' });
    await service.json('PUT', `/api/documents/${two.id}/status`, { status: 'Approved' });
    expect(await idsOf('?status=Ready')).toEqual([one.id]);
    expect(await idsOf('?status=Ready&status=Approved')).toEqual([two.id, one.id]);
    await sql.query(
      `UPDATE documents SET created_at = timestamptz '2026-01-01' + (id - $1) * interval '1 day' WHERE id >= $1`,
      [one.id],
    );
    const range = 'created_after=2026-01-02&created_before=2026-01-03T00:00:00Z';
    expect(await idsOf(`?${range}`)).toEqual([two.id]);
    expect(await idsOf('?created_before=2026-01-02')).toEqual([one.id]);
    expect(await idsOf('?created_after=2026-01-03&created_before=2026-01-04')).toEqual([three.id]);
  });

  it.each([
    ['status=ready', '/query/status'],
    ['status=Ready&status=Lost', '/query/status'],
    ['source=Fax', '/query/source'],
    ['contact_id=0', '/query/contact_id'],
    ['contact_id=1&contact_id=2', '/query/contact_id'],
    ['folder_id=x', '/query/folder_id'],
    ['created_after=yesterday', '/query/created_after'],
    ['created_before=2026-02-30', '/query/created_before'],
    ['updated_after=', '/query/updated_after'],
    ['sort=id', '/query/sort'],
    ['sort=-created_at', '/query/sort'],
    ['sort=updated_at&cursor=WzFd', '/query/cursor'],
    ['q=a&q=b', '/query/q'],
    ['q=%00', '/query/q'],
    [`q=${'x'.repeat(501)}`, '/query/q'],
    ['colour=red', '/query/colour'],
  ])('refuse %s', async (query, pointer) => {
    const { status, body } = await service.json<Page>('GET', `/api/documents?${query}`);
    expect([status, body.errors?.map((error) => error.pointer)]).toEqual([422, [pointer]]);
  });

  it('tell by the checksum of a file whether it is here', async () => {
    const text = `A file ${randomUUID()}`;
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect(await client.get(`/api/documents/by-checksum/${sha256}`)).toEqual({
      ...{ items: [], next_cursor: null, next: null },
    });
    const [one, two] = [await uploaded(text), await uploaded(text)];
    const found = await client.get<Page>(`/api/documents/by-checksum/${sha256.toUpperCase()}?limit=1`);
    expect(found.items).toMatchObject([{ id: two.id, sha256 }]);
    const next = await client.get<Page>(
      `/api/documents/by-checksum/${sha256}?limit=1&cursor=${found.next_cursor}`,
    );
    expect(next.items.map(({ id }) => id)).toEqual([one.id]);
    for (const wrong of [sha256.slice(1), `${sha256}0`, `g${sha256.slice(1)}`, 'x']) {
      const { status, body } = await service.json<Page>('GET', `/api/documents/by-checksum/${wrong}`);
      expect([status, body.errors]).toMatchObject([422, [{ pointer: '/path/sha256' }]]);
    }
  });

  it('let a poller follow every change, the one that commits late, too', async () => {
    const [slow, quick] = [await uploaded('slow'), await uploaded('quick')];
    const seen = new Map<number, number>();
    let from = '';
    /** What an integration does: to the end of the list, and again from the last time it saw. */
    const poll = async (): Promise<void> => {
      let page = await list(`?sort=updated_at&limit=2${from && `&updated_after=${from}`}`);
      for (;;) {
        for (const { id, version, updated_at: at } of page.items) {
          seen.set(id, version);
          from = at;
        }
        if (page.next === null) return;
        const { pathname, search } = new URL(page.next);
        page = await client.get<Page>(pathname + search);
      }
    };
    const sees = (document: Listed, version: number): Promise<unknown> =>
      until(`the poller sees version ${version} of ${document.id}`, async () => {
        await poll();
        return seen.get(document.id) === version;
      });
    await sees(slow, slow.version);
    await sees(quick, quick.version);

    await sql.query('BEGIN');
    await sql.query(`SELECT FROM documents WHERE id = $1 FOR NO KEY UPDATE`, [slow.id]);
    await sql.query(
      `UPDATE documents SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
      [slow.id],
    );
    await patch(quick.id, { notes: 'changed meanwhile' });
    await poll();
    expect([seen.get(slow.id), seen.get(quick.id)]).toEqual([slow.version, quick.version]);
    await sql.query('COMMIT');
    await sees(quick, quick.version + 1);
    expect(seen.get(slow.id)).toBe(slow.version + 1);
  });

  it('tell everything that happened to a document, the newest first', async () => {
    const contact = (await service.json<{ id: number }>('POST', '/api/contacts', { name: 'Acme' })).body;
    const folders = await client.get<{ items: { id: number }[] }>(`/api/folders?contact_id=${contact.id}`);
    const folderId = folders.items[0]?.id ?? 0;
    const refs = '{ "erp" : {"record_id":1.0} }';
    const { id } = await uploaded('Just a note.', { external_refs: refs });
    const lines = async (): Promise<Line[]> =>
      (await client.get<{ items: Line[] }>(`/api/documents/${id}/history?limit=200`)).items;
    let known = 0;
    /** What came to the history since, oldest first. */
    const news = async (): Promise<unknown[][]> => {
      const all = await lines();
      const fresh = all.slice(0, all.length - known).reverse();
      known = all.length;
      return fresh.map(({ actor, action, field, from, to }) => [
        ...[actor.replace(/^token:.*/, 'token'), action, field],
        ...[from, to],
      ]);
    };

    const beginning = await news();
    expect(beginning).toEqual(
      expect.arrayContaining([
        ['token', 'uploaded', null, null, 'note.txt'],
        ['token', 'uploaded', 'external_refs', null, { erp: { record_id: 1 } }],
        ['system', 'status', 'status', 'New', 'Processing'],
        ['system', 'extracted', 'confidence_score', null, expect.any(Number)],
        ['system', 'status', 'status', 'Processing', 'Needs Review'],
      ]),
    );
    const edit = {
      ...{ filename: 'b.txt', doc_type: 'Letter', doc_date: '2026-11-03', notes: 'n' },
      ...{ extracted_fields: { vendor: 'Acme' }, custom_fields: { a: 1 } },
      line_items: [{ description: 'x', quantity: '1', unit_price: '2', amount: '2' }],
    };
    const before = await client.get<Record<string, unknown>>(`/api/documents/${id}`);
    await patch(id, edit);
    const edited = await news();
    expect(edited).toHaveLength(Object.keys(edit).length);
    for (const [field, to] of Object.entries(edit)) {
      expect(edited).toContainEqual(['token', 'edited', field, before[field], to]);
    }
    await patch(id, { contact_id: contact.id, folder_id: folderId });
    expect(await news()).toEqual([
      ['token', 'edited', 'contact_id', 1, contact.id],
      ['token', 'edited', 'folder_id', 1, folderId],
    ]);

    const path = `/api/documents/${id}/external_refs`;
    await service.json('PUT', path, '{"a":1}');
    await patch(id, { external_refs: { b: 2 } });
    await service.json('DELETE', path);
    await service.json('DELETE', path);
    const refsChanges = await news();
    expect(
      refsChanges.map(([actor, action, field]) => `${String(actor)} ${String(action)} ${String(field)}`),
    ).toEqual(Array(3).fill('token edited external_refs'));
    expect(refsChanges.map((line) => line[4])).toEqual([{ a: 1 }, { b: 2 }, {}]);
    expect(refsChanges.slice(1).map((line) => line[3])).toEqual(
      refsChanges.slice(0, -1).map((line) => line[4]),
    );

    await service.json('POST', `/api/documents/${id}/reprocess`, { profile_id: 2 });
    await client.status(id, 'Needs Review');
    const again = await news();
    expect(again.slice(0, 2)).toEqual([
      ['token', 'edited', 'profile_id', 1, 2],
      ['token', 'status', 'status', 'Needs Review', 'New'],
    ]);
    expect(again.slice(2).every(([actor]) => actor === 'system')).toBe(true);

    await service.json('PUT', `/api/documents/${id}/status`, { status: 'Approved', reason: 'fine' });
    await service.json('PUT', `/api/documents/${id}/status`, { status: 'Approved' });
    expect(await news()).toEqual([
      ['token', 'status', 'status', 'Needs Review', 'Approved'],
      ['token', 'status', 'status_reason', null, 'fine'],
    ]);
    await client.export(id);
    await client.export(id);
    expect(await news()).toEqual([
      ['token', 'status', 'status', 'Approved', 'Export'],
      ['token', 'status', 'status_reason', 'fine', null],
      ['token', 'exported', 'revision', 0, 1],
      ['token', 'exported', 'revision', 1, 2],
    ]);

    const times = (await lines()).map(({ at }) => at);
    expect(times).toEqual([...times].sort().reverse());
    expect(times[0]).toBe((await client.get<Listed>(`/api/documents/${id}`)).updated_at);
  });

  it('tell who did what to all documents and endpoints, to administrators alone', async () => {
    interface Entry {
      at: string;
      actor: string;
      kind: string;
      subject: object;
      summary: string;
      document_id: number | null;
    }
    const audit = (query: string) =>
      client.get<{ items: Entry[]; next_cursor: string | null }>(`/api/audit?${query}`);
    const first = await uploaded('One for the boss.');
    const second = await uploaded('Another one.');
    const endpoint = await client.endpoint('http://127.0.0.1:9/hook');
    await service.json('PUT', `/api/documents/${first.id}/status`, { status: 'Approved' });
    await patch(second.id, { notes: '100%_of it' });

    const all: Entry[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await audit(`limit=3${cursor && `&cursor=${cursor}`}`);
      all.push(...page.items);
      cursor = page.next_cursor;
    }
    expect(all).toEqual((await audit('limit=200')).items);
    expect(new Set(all.map((entry) => JSON.stringify(entry))).size).toBe(all.length);
    expect(all.map(({ at }) => at)).toEqual(
      all
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    const counted = await sql.query<{ count: number }>(
      `SELECT (SELECT count(*) FROM document_history)::int + (SELECT count(*) FROM webhook_operator_actions)::int
            + (SELECT count(*) FROM access_events)::int AS count`,
    );
    expect(all).toHaveLength(counted.rows[0]?.count ?? 0);

    const status = {
      ...{ kind: 'document.status', summary: 'status: Needs Review → Approved' },
      ...{ subject: { type: 'document', id: String(first.id) }, document_id: first.id },
    };
    const { actor = '' } = all.find(({ summary }) => summary === status.summary) ?? {};
    const by = `actor=${encodeURIComponent(actor)}`;
    expect((await audit(`${by}&document_id=${first.id}&kind=document.status`)).items).toMatchObject([status]);
    expect((await audit(`q=aPPROVED&document_id=${first.id}`)).items).toMatchObject([status]);
    expect((await audit('q=100%25_OF')).items).toMatchObject([{ kind: 'document.edited' }]);
    expect((await audit('q=100x')).items).toEqual([]);
    expect((await audit('kind=webhook')).items).toMatchObject([
      {
        ...{ kind: 'webhook.create_endpoint', document_id: null },
        subject: { type: 'endpoint', id: String(endpoint.id) },
      },
    ]);
    const { at = '' } = all[0] ?? {};
    expect((await audit(`since=${at}`)).items.every((entry) => entry.at >= at)).toBe(true);
    expect((await audit(`since=${at}`)).items).toContainEqual(all[0]);
    expect((await audit(`until=${at}&limit=200`)).items).not.toContainEqual(all[0]);

    const { token } = (
      await service.json<{ token: string }>('POST', '/api/tokens', { name: 'w', scopes: ['read', 'write'] })
    ).body;
    const refused = await service.fetch('/api/audit', { headers: { authorization: `Bearer ${token}` } });
    expect(refused.status).toBe(403);
  });
});
