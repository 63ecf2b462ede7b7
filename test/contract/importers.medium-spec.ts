import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { swagger2Document } from '../../src/swagger2-document.js';
import { DescribedApi } from '../support/described-api.js';

/** They share no code: each reads both versions with its own parser. */
const IMPORTERS = ['@hey-api/openapi-ts', 'openapi-typescript-codegen', '@readme/openapi-parser'];
const script = fileURLToPath(new URL('../support/import-description.mjs', import.meta.url));

/** What users do with the descriptions: their tools must take them whole, and have nothing to say about them. */
describe.each([
  ['openapi.json', (document: OpenAPIObject): object => document],
  [
    '/api/swagger2.json',
    (document: OpenAPIObject): object =>
      swagger2Document(document, new URL('https://records.example/base'), { id: 1, external_refs: {} }),
  ],
])('%s', (_, describedAs) => {
  const names = DescribedApi.committed.operations.map(({ operationId }) => operationId).sort();
  let folder: string;
  let document: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 're-import-'));
    document = join(folder, 'description.json');
    const committed = JSON.parse(await readFile('openapi.json', 'utf8')) as OpenAPIObject;
    await writeFile(document, JSON.stringify(describedAs(committed)));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const imported = async (
    importer: string,
    file: string,
  ): Promise<{ operations: string[]; complaints: string[] }> => {
    const output = await mkdtemp(join(folder, 'made-'));
    const { stdout } = await promisify(execFile)(process.execPath, [script, importer, file, output]);
    return JSON.parse(stdout) as { operations: string[]; complaints: string[] };
  };

  it.each(IMPORTERS)('is taken by %s without a word, with every operation', async (importer) => {
    expect(await imported(importer, document)).toEqual({ operations: names, complaints: [] });
  });

  it('would not pass if it were broken', async () => {
    const broken = join(folder, 'broken.json');
    const text = await readFile(document, 'utf8');
    await writeFile(broken, text.replace('"in":"path"', '"in":"nowhere"'));
    const { complaints } = await imported('@readme/openapi-parser', broken);
    expect(complaints.join()).toMatch(/schema validation failed/);
  });
});
