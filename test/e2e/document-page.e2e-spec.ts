import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { Service, TEST_TOKEN } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';

describe('The document page', () => {
  let database: TestDatabase;
  let service: Service;
  let client: Client;
  let id: number;
  let cookie = '';

  beforeAll(async () => {
    database = await TestDatabase.create();
    service = await Service.start({
      DATABASE_URL: database.url,
      PUBLIC_BASE_URL: 'http://localhost/records',
      FRAME_ANCESTORS: 'https://crm.example',
    });
    client = new Client(service);
    id = (await client.reviewed()).id;
  });
  afterAll(async () => {
    await service?.stop();
    await database?.drop();
  });

  const browse = async (
    path: string,
    init: RequestInit = {},
  ): Promise<{ status: number; location: string | null; html: string; headers: Headers }> => {
    const headers = { cookie, 'sec-fetch-site': 'same-origin', ...(init.headers as Record<string, string>) };
    const response = await fetch(new URL(path, service.url), { redirect: 'manual', ...init, headers });
    for (const each of response.headers.getSetCookie()) {
      const [pair = ''] = each.split(';');
      const [name = ''] = pair.split('=');
      const others = cookie.split('; ').filter((known) => known !== '' && !known.startsWith(`${name}=`));
      cookie = [...others, pair].join('; ');
    }
    const { status } = response;
    return {
      status,
      location: response.headers.get('location'),
      html: await response.text(),
      headers: response.headers,
    };
  };

  const signedOut = (path: string, init: RequestInit): ReturnType<typeof browse> => {
    const kept = cookie;
    cookie = '';
    return browse(path, init).finally(() => (cookie = kept));
  };

  it('asks for a login, and comes back to the same document', async () => {
    const first = await browse(`/documents/${id}`);
    expect([first.status, first.location]).toEqual([302, `/records/login?next=%2Fdocuments%2F${id}`]);
    const { html } = await browse(String(first.location));
    const formToken = /name="form_token" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const next = /name="next" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const login = await browse('/login', {
      method: 'POST',
      body: new URLSearchParams({ form_token: formToken, next, token: TEST_TOKEN }),
    });
    expect([login.status, login.location]).toEqual([303, `/records/documents/${id}`]);
    const page = await browse(String(login.location));
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.html).toContain('<base href="/records/" />');
  });

  it('is a page without anything of the document, which is asked for again each time', async () => {
    const page = await browse(`/documents/${id}`);
    expect(page.headers.get('cache-control')).toBe('private, no-cache');
    const other = await browse('/webhooks/3/deliveries');
    expect(other.html).toBe(page.html);
    const again = await browse(`/documents/${id}`, {
      headers: { 'if-none-match': page.headers.get('etag') ?? '' },
    });
    expect([again.status, again.html]).toEqual([304, '']);
  });

  it('runs scripts and styles of our files alone', async () => {
    const { html, headers } = await browse(`/documents/${id}`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval';/);
    expect(policy).toMatch(/style-src 'self';/);
    expect(policy).not.toMatch(
      /unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|https?:\/\/(?!crm\.example)/,
    );
    expect(html).not.toMatch(/<script(?![^>]* src="\.\/assets\/)|<style|https?:\/\//);
  });

  it('gives its files for ever, packed, to everybody, and no others', async () => {
    const { html } = await browse('/');
    const names = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThanOrEqual(3);
    for (const name of names) {
      for (const encoding of ['br', 'gzip', 'identity']) {
        const response = await fetch(`${service.url}/${name}`, { headers: { 'accept-encoding': encoding } });
        expect([response.status, response.headers.get('cache-control')]).toEqual([
          200,
          'public, max-age=31536000, immutable',
        ]);
        const packed = response.headers.get('content-encoding') ?? 'identity';
        expect(['identity', encoding]).toContain(packed);
        expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(0);
      }
    }
    for (const path of [
      'assets/none.js',
      'assets/..%2f..%2fpackage.json',
      'assets/%00',
      'assets/pdfjs-5.6.205',
    ]) {
      expect((await fetch(`${service.url}/${path}`)).status).toBe(404);
    }
  });

  it('is small at first: less than 100 KB packed, without the viewer of PDFs', async () => {
    const seen = new Set<string>();
    const sizeOf = async (name: string): Promise<number> => {
      if (seen.has(name)) return 0;
      seen.add(name);
      const response = await fetch(`${service.url}/assets/${name}`, {
        headers: { 'accept-encoding': 'identity' },
      });
      const text = await response.text();
      // What is imported at once, and the page itself; the viewer is imported by the page when there is a PDF.
      const others = [...text.matchAll(/["'`]\.?\/?(?:assets\/)?([\w-]+\.(?:js|css))["'`]/g)]
        .map(([, other = '']) => other)
        .filter((other) => !other.startsWith('pdf'));
      let size = gzipSync(text).length;
      for (const other of others) size += await sizeOf(other);
      return size;
    };
    const { html } = await browse(`/documents/${id}`);
    let size = gzipSync(html).length;
    for (const [, name = ''] of html.matchAll(/"\.\/assets\/([^"]+)"/g)) size += await sizeOf(name);
    expect(seen.size).toBeGreaterThan(5);
    expect(size).toBeLessThan(100 * 1024);
  });

  it('shows itself in frames of the CRM, and there no login, which would come back for ever', async () => {
    const framed = { headers: { 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'cross-site' } };
    const ancestors = (headers: Headers): string =>
      /frame-ancestors ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? '';
    const page = await browse(`/documents/${id}`, framed);
    expect([page.status, ancestors(page.headers)]).toEqual([200, "'self' https://crm.example"]);
    expect(page.headers.get('x-frame-options')).toBeNull();

    const { status, headers, html } = await signedOut(`/documents/${id}`, framed);
    expect([status, ancestors(headers)]).toEqual([401, "'self' https://crm.example"]);
    expect(html).toContain(`href="/records/documents/${id}" target="_blank" rel="noopener">`);
    expect(html).not.toContain('<form');

    for (const path of ['/', '/login', '/webhooks']) {
      expect(ancestors((await browse(path, framed)).headers)).toBe("'self'");
    }
  });

  it('says so when there is no such document', async () => {
    for (const path of ['/documents/999999', '/documents/abc']) {
      const page = await browse(path);
      expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
      expect(page.html).toContain('Not Found');
    }
  });

  it('tells a document that was deleted from one that never was', async () => {
    const { id: other } = await client.upload();
    expect((await service.fetch(`/api/documents/${other}`, { method: 'DELETE' })).status).toBe(204);
    const page = await browse(`/documents/${other}`);
    expect(page.status).toBe(410);
    expect(page.html).toContain(`Document ${other} has been deleted.`);
  });

  it('is nothing for those who may not read, and says who they are', async () => {
    const { body } = await service.json<{ token: string }>('POST', '/api/tokens', {
      name: 'writer',
      scopes: ['write'],
    });
    const response = await fetch(`${service.url}/documents/${id}`, {
      headers: { authorization: `Bearer ${body.token}` },
    });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('(writer)');
  });

  describe('while it is watched', () => {
    const streams: AbortController[] = [];
    afterAll(() => streams.forEach((stream) => stream.abort()));

    /** @returns what gives the next thing that the service says */
    const watch = async (documentId: number): Promise<() => Promise<string>> => {
      const stream = new AbortController();
      streams.push(stream);
      const response = await fetch(`${service.url}/api/documents/${documentId}/live`, {
        headers: { authorization: `Bearer ${TEST_TOKEN}` },
        signal: stream.signal,
      });
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
      const reader = (response.body as ReadableStream<Uint8Array>).getReader();
      return async () => {
        const { value, done } = await reader.read();
        return done ? 'end' : Buffer.from(value ?? []).toString();
      };
    };

    it('says how it is, and whenever it has changed', async () => {
      const { id: other, version } = await client.reviewed();
      const next = await watch(other);
      const alsoNext = await watch(other);
      expect(await next()).toContain(`"version":${version}`);
      expect(await alsoNext()).toContain(`"version":${version}`);
      await service.json('PATCH', `/api/documents/${other}`, { notes: 'changed' });
      expect(await next()).toContain(`"version":${version + 1}`);
      expect(await alsoNext()).toContain(`"version":${version + 1}`);
      expect((await service.fetch(`/api/documents/${other}`, { method: 'DELETE' })).status).toBe(204);
      expect(await next()).toBe('event: changed\ndata: null\n\n');
      expect(await next()).toBe('end');
    });

    it('is there for those who may read, of documents that are there', async () => {
      expect((await fetch(`${service.url}/api/documents/${id}/live`)).status).toBe(401);
      expect((await service.fetch('/api/documents/999999/live')).status).toBe(404);
    });

    it('takes as many as a process can hold, and ends them when it ends', async () => {
      const nexts = await Promise.all(Array.from({ length: 499 }, () => watch(id)));
      nexts.push(await watch(id));
      const refused = await service.fetch(`/api/documents/${id}/live`);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30']);
      await nexts[0]?.();
      await service.signal('SIGTERM'); // ends when all is done, and not before
      expect(service.process.exitCode).toBe(0);
      const said = await nexts[0]?.();
      expect(said).toMatch(/data: null|^end$/);
    });
  });
});
