import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { Service, TEST_TOKEN } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';

const HTML = '<img src=x onerror=alert(1)>"\'&';

describe('The document page', () => {
  let database: TestDatabase;
  let service: Service;
  let id: number;
  let cookie = '';

  beforeAll(async () => {
    database = await TestDatabase.create();
    service = await Service.start({ DATABASE_URL: database.url });
    id = (await new Client(service).reviewed()).id;
    const changed = await service.json('PATCH', `/api/documents/${id}`, {
      filename: `bill ${HTML}.txt`,
      notes: HTML,
      doc_type: HTML,
      extracted_fields: { [HTML]: HTML, vendor: 'Müller' },
      line_items: [{ description: HTML }],
      external_refs: {
        salesforce: {
          record_id: '001Qy',
          record_type: 'Opportunity',
          record_url: 'https://crm.example/001Qy?a=1&b="2"',
        },
        evil: { record_id: 'x', record_url: 'javascript:alert(1)' },
        spaced: { record_id: 'x', record_url: ' java\tscript:alert(1)' },
        data: { record_id: 'x', record_url: 'data:text/html,<script>alert(1)</script>' },
        [HTML]: { record_id: HTML, record_type: HTML },
        plain: [1, HTML],
      },
    });
    expect(changed.status).toBe(200);
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

  it('asks for a login, and comes back to the same document', async () => {
    const first = await browse(`/documents/${id}`);
    expect([first.status, first.location]).toEqual([302, `/login?next=%2Fdocuments%2F${id}`]);
    const { html } = await browse(String(first.location));
    const formToken = /name="form_token" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const next = /name="next" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const login = await browse('/login', {
      method: 'POST',
      body: new URLSearchParams({ form_token: formToken, next, token: TEST_TOKEN }),
    });
    expect([login.status, login.location]).toEqual([303, `/documents/${id}`]);
    const page = await browse(String(login.location));
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.html).toContain('<strong>Needs Review</strong');
    expect(page.html).toContain('Müller');
  });

  it('links records by http and https alone', async () => {
    const { html } = await browse(`/documents/${id}`);
    expect(html).toMatch(
      /<a href="https:\/\/crm\.example\/001Qy\?a=1&#38;b=&#34;2&#34;"[^>]*rel="noopener noreferrer"[^>]*>Opportunity 001Qy<\/a>/,
    );
    const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href);
    expect(links.filter((href) => !/^(https?:|data:,$|\/)/.test(href))).toEqual([]);
    expect(html).toContain('<code>javascript:alert(1)</code>');
  });

  it('shows whatever a document holds as text', async () => {
    const { html, headers } = await browse(`/documents/${id}`);
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<script');
    expect(html.match(/&#60;img src=x onerror=alert\(1\)&#62;/g)?.length).toBeGreaterThanOrEqual(8);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain("script-src 'unsafe-inline'");
  });

  it('shows the records of other systems by their spelling', async () => {
    const { id: other } = await new Client(service).reviewed({
      refs: '{"crm":{"record_id":12345678901234567890,"record_id":9007199254740993},"erp":[1.50, "a"],"erp":{"n": 1.0}}',
    });
    const { html } = await browse(`/documents/${other}`);
    expect(html).toMatch(/<dt>crm<\/dt>\s*<dd>9007199254740993<\/dd>/);
    expect(html).toMatch(/<dt>erp<\/dt>\s*<dd><code>\{&#34;n&#34;: 1\.0\}<\/code><\/dd>/);
  });

  it('opens the file', async () => {
    const { html } = await browse(`/documents/${id}`);
    const href = /href="([^"]*\/file)"/.exec(html)?.[1] ?? '';
    const file = await browse(new URL(href, service.url).pathname);
    expect([file.status, file.headers.get('content-security-policy')]).toEqual([200, 'sandbox']);
    expect(file.html).toContain('A note.');
  });

  it('says so when there is no such document', async () => {
    for (const path of ['/documents/999999', '/documents/abc']) {
      const page = await browse(path);
      expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
      expect(page.html).toContain('Not Found');
    }
  });
});
