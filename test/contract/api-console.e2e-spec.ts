import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { DescribedApi } from '../support/described-api.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';

describe('The API console', () => {
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

  /** As a browser asks: without a token. */
  const get = async (path: string): Promise<{ type: string; policy: string; text: string }> => {
    const response = await fetch(new URL(path, service.url));
    expect([path, response.status]).toEqual([path, 200]);
    return {
      type: response.headers.get('content-type') ?? '',
      policy: response.headers.get('content-security-policy') ?? '',
      text: await response.text(),
    };
  };

  it('loads with all that belongs to it from the service alone, within its security policy', async () => {
    const page = await get('/api/docs');
    expect(page.type).toContain('text/html');
    expect(page.policy).toContain("default-src 'self'");
    expect(page.policy).not.toMatch(/script-src|https?:|unsafe-eval/);
    const links = [...page.text.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter((link) => /^(https?:)?\/\//.test(link))).toEqual([]);
    for (const link of links) {
      const { type } = await get(new URL(link, `${service.url}/api/docs`).pathname);
      const kind = link.endsWith('.css') ? 'text/css' : link.endsWith('.js') ? 'javascript' : 'image/';
      expect([link, type]).toEqual([link, expect.stringContaining(kind)]);
    }
    expect(page.text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>\s*\S/); // the policy would stop it
  });

  it('shows the API that openapi.json describes, with a token to be filled in', async () => {
    const served = JSON.parse((await get('/api/openapi.json')).text) as { components: object };
    expect(served).toEqual(DescribedApi.committed.description);
    expect(served.components).toHaveProperty('securitySchemes.token.scheme', 'bearer');
    const { text } = await get('/api/docs/swagger-ui-init.js');
    expect(text).toContain('"persistAuthorization": true');
    for (const { operationId } of DescribedApi.committed.operations)
      expect(text).toContain(`"${operationId}"`);
  });

  it('has the same as Swagger 2.0 for older importers, with what a subscriber is sent', async () => {
    const { text, type } = await get('/api/swagger2.json');
    expect(type).toContain('application/json');
    const { swagger, paths } = JSON.parse(text) as {
      swagger: string;
      paths: Record<string, Record<string, unknown>>;
    };
    expect(swagger).toBe('2.0');
    expect(Object.keys(paths).sort()).toEqual(Object.keys(DescribedApi.committed.description.paths).sort());
    const sent = JSON.stringify(paths['/api/webhook-endpoints']?.['x-ms-notification-content']);
    for (const member of ['event_id', 'external_refs', 'record_id']) expect(sent).toContain(`"${member}"`);
    const problems = await lintFromString({
      source: text,
      absoluteRef: 'swagger2.json',
      config: await createConfig({ extends: ['recommended'] }),
    });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
