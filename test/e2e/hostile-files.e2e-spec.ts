import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, type DocumentBody } from '../support/client.js';
import { HOSTILE_FILES } from '../support/hostile-files.js';
import { multipartBody } from '../support/multipart-body.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

describe('Hostile files', () => {
  let database: TestDatabase;
  let service: Service;

  beforeAll(async () => {
    database = await TestDatabase.create();
    service = await Service.start({ DATABASE_URL: database.url });
  });
  afterAll(async () => {
    await service?.stop();
    await database?.drop();
  });

  async function upload(name: string, content: Uint8Array | string): Promise<number> {
    const { body, headers } = multipartBody([
      { name: 'contact_id', content: '1' },
      { name: 'folder_id', content: '1' },
      { name: 'file', filename: name, type: 'application/octet-stream', content },
    ]);
    const response = await service.fetch('/api/documents/upload', { method: 'POST', body, headers });
    expect([name, response.status]).toEqual([name, 201]);
    return ((await response.json()) as DocumentBody).id;
  }

  it('harm nothing but themselves', async () => {
    const files = HOSTILE_FILES.map(({ name, content }) => ({ name, content: content() }));
    let watching = true;
    let slowest = 0;
    const watch = (async () => {
      for (; watching; await new Promise((resolve) => setTimeout(resolve, 100))) {
        const began = performance.now();
        const health = await fetch(`${service.url}/healthz`, { signal: AbortSignal.timeout(10_000) });
        expect(health.status).toBe(200);
        slowest = Math.max(slowest, performance.now() - began);
      }
    })();

    const ids = new Map<string, number>();
    for (const { name, content } of files) ids.set(name, await upload(name, content));
    const good = await upload(
      'invoice-us.pdf',
      await readFile(new URL('../../examples/invoice-us.pdf', import.meta.url)),
    );

    const client = new Client(service);
    for (const { name, reason, note } of HOSTILE_FILES) {
      type Settled = DocumentBody & { confidence_reasoning: string | null };
      const document = await until(
        `${name} is settled`,
        async () => {
          const read = await client.get<Settled>(`/api/documents/${ids.get(name)}`);
          return !['New', 'Processing'].includes(read.status) && read;
        },
        90,
      );
      expect({ name, ...document }).toMatchObject({
        name,
        status: reason ? 'Exception' : 'Needs Review',
        status_reason: reason ? expect.stringMatching(reason) : null,
        ...(note ? { confidence_reasoning: expect.stringMatching(note) } : {}),
      });
    }
    expect(await client.status(good, 'Needs Review')).toMatchObject({
      extracted_fields: { invoice_number: expect.any(String), total_amount: expect.any(String) },
    });
    watching = false;
    await watch;
    process.stdout.write(`While hostile files are read, /healthz answers within ${Math.round(slowest)} ms\n`);
    expect(service.process.exitCode).toBeNull();
  }, 300_000);
});
