import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { PUBLIC_BASE_URL, workedExample } from '../../scripts/worked-example.mjs';
import { signingKey, signWebhook } from '../../src/webhook-delivery/infrastructure/webhook-signature.js';
import { Service, TEST_TOKEN } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';

const read = (name: string): Promise<string> =>
  readFile(new URL(`../../examples/worked-example/${name}`, import.meta.url), 'utf8');
const itWithCurl = spawnSync('curl', ['--version']).status === 0 ? it : it.skip;

describe('examples/worked-example', () => {
  itWithCurl('is what the service sends today (else: node scripts/make-worked-example.mjs)', async () => {
    const database = await TestDatabase.create();
    const service = await Service.start({ DATABASE_URL: database.url, PUBLIC_BASE_URL });
    try {
      const files = Object.entries(await workedExample({ url: service.url, token: TEST_TOKEN }));
      expect(files).toHaveLength(3);
      for (const [name, content] of files) expect(`${name}\n${content}`).toBe(`${name}\n${await read(name)}`);
    } finally {
      await service.stop();
      await database.drop();
    }
  });

  it('has a signature that fits, and headers that agree with the body', async () => {
    const body = await read('webhook-body.json');
    const lines = (await read('webhook-headers.txt')).trimEnd().split('\n');
    const headers = Object.fromEntries(lines.map((line) => line.split(': ')));
    const secret = (await read('endpoint-secret.txt')).trim();
    const [id, timestamp] = [headers['webhook-id'], Number(headers['webhook-timestamp'])];
    expect(signWebhook([signingKey(secret)], id, timestamp, body)).toBe(headers['webhook-signature']);
    expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
    const event = JSON.parse(body);
    expect(event.event_id).toBe(id);
    expect(Date.parse(event.timestamp)).toBe(timestamp * 1000);
  });

  it('has external_refs byte for byte in the document and in the webhook', async () => {
    const refs = (await read('external_refs.json')).trim();
    for (const awkward of [
      '1.0',
      '12345678901234567890',
      '1E+2',
      '-0',
      '\\u00e9',
      '\\/',
      ' ,',
      ',  ',
      '\n',
    ]) {
      expect(refs).toContain(awkward);
    }
    for (const name of ['document.json', 'webhook-body.json']) {
      const text = await read(name);
      expect(text.split(`"external_refs":${refs},"doc_url":`)).toHaveLength(2);
      const { external_refs: _, ...rest } = JSON.parse(text);
      expect(JSON.stringify(rest)).toBe(text.replace(`"external_refs":${refs},`, ''));
    }
  });
});
