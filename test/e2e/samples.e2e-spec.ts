import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, type DocumentBody } from '../support/client.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';

interface Row {
  status: string;
  status_reason?: string;
  profile?: 'default' | 'standard_invoice';
}

const examples = new URL('../../examples/', import.meta.url);
const table = JSON.parse(await readFile(new URL('expected.json', examples), 'utf8')) as Record<string, Row>;

describe('The samples, through the API', () => {
  let database: TestDatabase;
  let service: Service;
  const uploaded = new Map<string, number>();

  beforeAll(async () => {
    database = await TestDatabase.create();
    service = await Service.start({ DATABASE_URL: database.url });
    for (const [name, { profile }] of Object.entries(table)) {
      const form = new FormData();
      form.set('contact_id', '1');
      form.set('folder_id', '1');
      if (profile) form.set('profile_id', profile === 'default' ? '1' : '2');
      form.set('file', new Blob([await readFile(new URL(name, examples))]), name);
      const answer = await service.fetch('/api/documents/upload', { method: 'POST', body: form });
      expect(answer.status).toBe(201);
      uploaded.set(name, ((await answer.json()) as DocumentBody).id);
    }
  });
  afterAll(async () => {
    await service?.stop();
    await database?.drop();
  });

  it.each(Object.entries(table))(
    '%s ends as the table says',
    async (name, row) => {
      const { profile: _, ...expected } = row;
      const document = await new Client(service).status(uploaded.get(name)!, row.status, 100);
      expect(document).toMatchObject({ status_reason: null, ...expected });
    },
    120_000,
  );
});
