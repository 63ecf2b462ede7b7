import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

const UPLOADS = 50;
/** When the deletion is sent. The middle one decides nothing, so it is tried more often. */
const MOMENTS = [
  'with the first of them',
  ...Array.from({ length: 3 }, () => 'when one of them is in its transaction'),
  'when one of them has been answered',
];

interface Told {
  status: number;
  code: string | undefined;
  detail: string | undefined;
}

describe('A contact is deleted while documents arrive', () => {
  let database: TestDatabase;
  let sql: pg.Client;
  let service: Service;
  /** Deletions go here: on the same process they would queue for a connection behind the uploads. */
  let other: Service;

  beforeAll(async () => {
    database = await TestDatabase.create();
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    service = await Service.start({ DATABASE_URL: database.url, ROLES: 'api' });
    other = await Service.start({ DATABASE_URL: database.url, ROLES: 'api' }, service.dataDir);
  });
  afterAll(async () => {
    await sql?.end();
    await other?.stop();
    await service?.stop();
    await database?.drop();
  });

  const told = async (answer: Promise<Response>): Promise<Told> => {
    const response = await answer;
    const text = await response.text();
    const body = (text === '' ? {} : JSON.parse(text)) as { code?: string; detail?: string };
    return { status: response.status, code: body.code, detail: body.detail };
  };
  const patch = (path: string, body: object): Promise<Told> =>
    told(
      service.fetch(path, {
        ...{ method: 'PATCH', headers: { 'content-type': 'application/json' } },
        body: JSON.stringify(body),
      }),
    );
  const remove = (path: string): Promise<Told> => told(other.fetch(path, { method: 'DELETE' }));
  const place = async (): Promise<{ contact: number; folder: number }> => {
    const made = await service.json<{ id: number }>('POST', '/api/contacts', { name: 'Acme' });
    const folders = await service.json<{ items: { id: number }[] }>(
      ...(['GET', `/api/folders?contact_id=${made.body.id}&name=Documents`] as const),
    );
    return { contact: made.body.id, folder: folders.body.items[0]?.id ?? 0 };
  };
  const upload = ({ contact, folder }: { contact: number; folder: number }): Promise<Told> => {
    const form = new FormData();
    form.set('contact_id', String(contact));
    form.set('folder_id', String(folder));
    form.set('file', new Blob([`A note. ${crypto.randomUUID()}`]), 'note.txt');
    return told(service.fetch('/api/documents/upload', { method: 'POST', body: form }));
  };
  const count = async (query: string): Promise<number> => (await sql.query(query)).rows.length;
  const somebodyUploads = async (): Promise<boolean> =>
    (await count(
      `SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL`,
    )) > 0;
  const lost = (): Promise<number> =>
    count(
      `SELECT FROM documents AS document
        WHERE NOT EXISTS (SELECT FROM contacts WHERE id = document.contact_id)
           OR NOT EXISTS (SELECT FROM folders WHERE id = document.folder_id)`,
    );

  describe.each([
    ['contact', 'unknown_contact'],
    ['folder', 'unknown_folder'],
  ] as const)('the %s', (what, unknown) => {
    it.each(MOMENTS)(`${UPLOADS} uploads, deleted %s: one side wins`, async (moment) => {
      const at = await place();
      let answered = false;
      const uploads = Array.from({ length: UPLOADS }, async () => {
        const answer = await upload(at);
        answered = true;
        return answer;
      });
      if (moment !== MOMENTS[0]) {
        await until(
          'one of them is as far',
          async () => answered || (moment === MOMENTS[1] && (await somebodyUploads())),
        );
      }
      const deletion = remove(`/api/${what}s/${at[what]}`);
      const [deleted, ...answers] = await Promise.all([deletion, ...uploads]);
      if (moment === MOMENTS.at(-1)) expect(deleted.status).toBe(409);

      const held = await count(`SELECT FROM documents WHERE ${what}_id = ${at[what]}`);
      if (deleted.status === 204) {
        for (const answer of answers) {
          expect(answer).toEqual({ status: 422, code: unknown, detail: `There is no ${what} ${at[what]}.` });
        }
        expect(held).toBe(0);
      } else {
        expect(deleted).toMatchObject({
          ...{ status: 409, code: `${what}_holds_documents` },
          detail: expect.stringMatching(
            /holds (\d+ documents?|documents that arrived just now)\. Delete or /,
          ),
        });
        for (const answer of answers) expect(answer).toMatchObject({ status: 201 });
        expect(held).toBe(UPLOADS);
      }
      expect(await lost()).toBe(0);
    });
  });

  it('documents are moved to it at the same time: one side wins', async () => {
    for (let round = 0; round < 5; round++) {
      const [from, to] = [await place(), await place()];
      await Promise.all(Array.from({ length: 10 }, () => upload(from)));
      const { rows } = await sql.query<{ id: number }>(`SELECT id FROM documents WHERE contact_id = $1`, [
        from.contact,
      ]);
      const moves = rows.map(({ id }) =>
        patch(`/api/documents/${id}`, { contact_id: to.contact, folder_id: to.folder }),
      );
      const deleted = await remove(`/api/contacts/${to.contact}`);
      for (const { status, code } of await Promise.all(moves)) {
        if (deleted.status === 204) expect([status, code]).toEqual([422, 'unknown_contact']);
        else expect([deleted.code, status]).toEqual(['contact_holds_documents', 200]);
      }
      expect(await lost()).toBe(0);
    }
  });

  it('contacts that would belong to each other in a ring: one is refused', async () => {
    const ring: number[] = [];
    for (let index = 0; index < 50; index++) ring.push((await place()).contact);
    const answers = await Promise.all(
      ring.map((id, index) => patch(`/api/contacts/${id}`, { parent_id: ring[(index + 1) % ring.length] })),
    );
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.map(({ status, code }) => [status, code])).toEqual([[422, 'parent_cycle']]);
  });
});
