import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { Client, DocumentBody } from '../support/client.js';
import type { Answer, Service } from '../support/service.js';
import { Stack } from '../support/stack.js';

const MANY = 50;

interface Told {
  code?: string;
  revision?: number;
}

/** Fifty callers want the same at the same moment, over HTTP: one wins, and the others are told. */
describe('A race', () => {
  let stack: Stack;
  let sql: pg.Client;
  let service: Service;
  let client: Client;

  beforeAll(async () => {
    stack = await Stack.start();
    ({ service, client, sql } = stack);
  });
  afterAll(() => stack?.stop());

  const times = <T>(one: (index: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: MANY }, (_, index) => one(index)));
  const setStatus = (id: number, status: string, version: number): Promise<Answer<Told>> =>
    service.json('PUT', `/api/documents/${id}/status?expected_version=${version}`, { status });
  const exportIt = (id: number, version: number): Promise<Answer<Told>> =>
    service.json('POST', `/api/documents/${id}/export`, undefined, { 'if-match': `"${version}"` });
  const remove = (id: number, version: number): Promise<Answer<Told>> =>
    service.json('DELETE', `/api/documents/${id}?expected_version=${version}`);
  /** What happened to it since this version, as `action field`. */
  const historySince = async (id: number, lines: number): Promise<string[]> => {
    const { rows } = await sql.query<{ line: string }>(
      `SELECT concat_ws(' ', action, field) AS line FROM document_history WHERE document_id = $1 ORDER BY id OFFSET $2`,
      [id, lines],
    );
    return rows.map(({ line }) => line);
  };
  const lines = async (id: number): Promise<number> => (await historySince(id, 0)).length;
  const refusals = (answers: Answer<Told>[]): string[] => [
    ...new Set(
      answers.filter(({ status }) => status >= 300).map(({ status, body }) => `${status} ${body.code}`),
    ),
  ];
  const winners = (answers: Answer<Told>[]): number[] =>
    answers.flatMap(({ status }, index) => (status < 300 ? [index] : []));

  it('for the status of a document has one winner', async () => {
    const { id, version } = await client.reviewed();
    const before = await lines(id);
    const wishes = ['Approved', 'Ready', 'Missing Info', 'Archived', 'Exception'];
    const answers = await times((index) => setStatus(id, wishes[index % wishes.length]!, version));
    const [winner, ...others] = winners(answers);
    expect(others).toEqual([]);
    expect(refusals(answers)).toEqual(['412 version_mismatch']);
    expect(await client.get(`/api/documents/${id}`)).toMatchObject({
      status: wishes[winner! % wishes.length],
      version: version + 1,
    });
    expect(await historySince(id, before)).toEqual(['status status']);
  });

  it('between status, export and deletion has one winner', async () => {
    for (let round = 0; round < 3; round++) {
      const { id, version } = await client.reviewed();
      const before = await lines(id);
      const answers = await times((index) => {
        const turn = (index + round) % 3;
        if (turn === 0) return setStatus(id, 'Approved', version);
        return turn === 1 ? exportIt(id, version) : remove(id, version);
      });
      const [winner, ...others] = winners(answers);
      expect(others).toEqual([]);
      const done = ['status', 'export', 'deletion'][(winner! + round) % 3]!;
      expect(refusals(answers)).toEqual([
        done === 'deletion' ? '404 document_not_found' : '412 version_mismatch',
      ]);
      expect(await historySince(id, before)).toEqual(
        { status: ['status status'], export: ['status status', 'exported revision'], deletion: ['deleted'] }[
          done
        ],
      );
      const events = await sql.query(`SELECT FROM outbox_events WHERE document_id = $1`, [id]);
      expect(events.rowCount).toBe(done === 'export' ? 1 : 0);
    }
  });

  it('to delete a document has one winner', async () => {
    const { id, version } = await client.reviewed();
    const before = await lines(id);
    const answers = await times(() => remove(id, version));
    expect(winners(answers)).toHaveLength(1);
    expect(refusals(answers)).toEqual(['404 document_not_found']);
    expect(await historySince(id, before)).toEqual(['deleted']);
  });

  it('to export a document gives each a revision of its own, without gaps', async () => {
    const { id } = await client.reviewed();
    const exported = await times(() => client.export(id));
    const revisions = exported.map(({ revision }) => revision).sort((one, other) => one - other);
    expect(revisions).toEqual(Array.from({ length: MANY }, (_, index) => index + 1));
    expect(new Set(exported.map(({ event_id }) => event_id)).size).toBe(MANY);
    expect(await client.get(`/api/documents/${id}`)).toMatchObject({ status: 'Export', revision: MANY });
    const { rows } = await sql.query(
      `SELECT revision FROM outbox_events WHERE document_id = $1 ORDER BY event_id`,
      [id],
    );
    expect(rows.map(({ revision }) => revision as number)).toEqual(revisions);
  });

  it('between exports and a deletion exports before it, and finds nothing after it', async () => {
    const { id } = await client.reviewed();
    const answers = await times((index) =>
      service.json<Told>(
        index === 25 ? 'DELETE' : 'POST',
        `/api/documents/${id}${index === 25 ? '' : '/export'}`,
      ),
    );
    expect(answers[25]?.status).toBe(204);
    expect(['404 document_not_found', undefined]).toContain(refusals(answers)[0]);
    const exported = answers.filter(({ status }) => status === 200).map(({ body }) => body.revision);
    const { rows } = await sql.query(`SELECT revision FROM outbox_events WHERE document_id = $1`, [id]);
    expect(rows.map(({ revision }) => revision as number).sort()).toEqual(exported.sort());
    expect((await service.fetch(`/api/documents/${id}`)).status).toBe(404);
  });

  it('to upload the same content makes many documents of one file', async () => {
    const content = randomBytes(100_000);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const answers = await times(async (index) => {
      const members = { contact_id: 1, folder_id: 1, filename: `${index}.bin` };
      if (index % 2 === 0) {
        const body = { ...members, content_base64: content.toString('base64') };
        return service.json<DocumentBody & { duplicate_of: number[] }>('POST', '/api/documents/upload', body);
      }
      const form = new FormData();
      form.set('contact_id', '1');
      form.set('folder_id', '1');
      form.set('file', new Blob([content]), members.filename);
      const response = await service.fetch('/api/documents/upload', { method: 'POST', body: form });
      const body = (await response.json()) as DocumentBody & { duplicate_of: number[] };
      return { status: response.status, body };
    });
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: MANY }, () => 201));
    const ids = answers.map(({ body }) => body.id).sort((one, other) => one - other);
    expect(new Set(ids).size).toBe(MANY);
    for (const { body } of answers) {
      // What was not committed yet could not be seen: fewer, but never one that is not older.
      const older = ids.filter((id) => id < body.id);
      expect(older).toEqual(expect.arrayContaining(body.duplicate_of));
      expect(await client.get(`/api/documents/${body.id}`)).toMatchObject({ sha256, duplicate_of: older });
    }
    const files = await readdir(join(service.dataDir, 'files'), { recursive: true });
    expect(files.filter((path) => path.endsWith(sha256))).toHaveLength(1);
    expect(files.filter((path) => path.startsWith('incoming/'))).toEqual([]);
  });
});
