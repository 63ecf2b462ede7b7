import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DescribedApi, type Operation } from '../support/described-api.js';
import { ExampleWorld, type ExampleRequest } from '../support/example-world.js';
import { multipartBody, type Part } from '../support/multipart-body.js';
import { Service } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const api = DescribedApi.committed;
const READER = `re_${'ab'.repeat(20)}`;
const EXPORTER = `re_${'cd'.repeat(20)}`;
const USER = { email: 'somebody@example.com', name: 'Somebody', role: 'viewer' };
const NOWHERE = { integer: '2147483647', string: '00000000-0000-7000-8000-000000000000' };

/** Codes that no request gets here, and why. */
const ELSEWHERE: Record<string, string> = {
  wrong_credentials: 'the login page: the tests of users',
  too_many_logins: 'the login page: the tests of users',
  identity_refused: 'the login page: the tests of the identity provider',
  email_unverified: 'the login page: the tests of the identity provider',
  no_account: 'the login page: the tests of the identity provider',
  no_identity_provider: 'the login page: without a provider',
  identity_provider_unavailable: 'the login page: the tests of the identity provider',
  route_closed: 'a route without a scope: the access tests have one',
  csrf_refused: 'forms of the pages: the access tests',
  document_deleted: 'the page of a document: the document page tests',
  outcome_unknown: 'a commit broken off at the last moment: the tests of the unit of work',
  export_unavailable: 'one document of many met a lost connection: the tests of ExportDocuments',
  change_unavailable: 'one document of many met a lost connection: the tests of ChangeDocuments',
  body_incomplete: 'who broke off the body does not read the answer: the tests of JSON bodies',
  upload_aborted: 'who broke off the upload does not read the answer: the tests of multipart',
  files_unavailable: 'a document store that is away: the tests of the S3 store',
  too_many_watchers: 'the stream of the document page: the document page tests',
  approval_required: 'EXPORT_REQUIRES_APPROVAL=true: the tests of exports',
  delivery_under_way: 'a delivery on its way: the tests of deliveries',
  delivery_unfinished: 'the tests of resending',
  offline_mode: 'nothing would be delivered here: the tests of the health of endpoints',
  event_expired: 'older than RETENTION_DAYS: the tests of resending',
  secrets_key_changed: 'a process that kept the old SECRETS_KEY: the tests of that',
  public_base_url_unset: 'PUBLIC_BASE_URL unset: the tests of webhook endpoints',
  mail_refused: 'nobody asks: the tests of mails',
  mail_too_large: 'nobody asks: the tests of mails',
  no_document: 'nobody asks: the tests of mails',
  refs_given_twice: 'nobody asks: the tests of mails',
  sender_not_allowed: 'nobody asks: the tests of mails',
  no_target_folder: 'nobody asks: the tests of what arrives',
  not_a_plain_file: 'nobody asks: the tests of hot folders',
  sidecar_malformed: 'nobody asks: the tests of sidecars',
  sidecar_refused: 'nobody asks: the tests of sidecars',
  sidecar_missing: 'nobody asks: the tests of hot folders',
  sidecar_too_large: 'nobody asks: the tests of hot folders',
};

type Recipe = (operation: Operation) => Promise<ExampleRequest> | ExampleRequest;

/** `openapi.json` promises no error that cannot happen, and keeps quiet about none of the codes. */
describe('Every documented error', () => {
  const codes = new Set<string>();
  let database: TestDatabase;
  let sql: pg.Client;
  let receiver: WebhookReceiver;
  let service: Service;
  let world: ExampleWorld;

  beforeAll(async () => {
    database = await TestDatabase.create();
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    receiver = await WebhookReceiver.start();
    service = await start({ RATE_LIMIT_PER_SECOND: '0' });
    world = await ExampleWorld.create(service, receiver, database.url);
    await world.make('documents'); // document 2: no example names it, so nothing happens to it
    for (const [token, scope] of [
      [READER, 'read'],
      [EXPORTER, 'export'],
    ]) {
      await sql.query(
        `INSERT INTO api_tokens (name, token_hash, scopes) VALUES ($2, sha256(convert_to($1, 'UTF8')), ARRAY[$2])`,
        [token, scope],
      );
    }
  });
  afterAll(async () => {
    await service?.stop();
    await receiver?.stop();
    await sql?.end();
    await database?.drop();
  });

  const start = (env: Record<string, string>, dataDir?: string): Promise<Service> =>
    Service.start(
      {
        DATABASE_URL: database.url,
        PUBLIC_BASE_URL: 'https://records.example',
        MAX_UPLOAD_MB: '1',
        MAX_JSON_UPLOAD_MB: '1',
        ...env,
      },
      dataDir,
    );

  async function expectRefusal(status: number, request: ExampleRequest, from = service): Promise<string> {
    const { method, path, headers, body } = request;
    const response = await from.fetch(path, { method, headers, ...(body !== undefined && { body }) });
    const text = await response.text();
    expect([response.status, text]).toEqual([status, expect.stringContaining('"code"')]);
    const { code } = JSON.parse(text) as { code: string };
    codes.add(code);
    return code;
  }

  /** The request of the example, to something that need not exist. */
  const bare = (operation: Operation, id?: string): ExampleRequest => ({
    method: operation.method,
    path: operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const parameter = operation.parameters.find((each) => each.in === 'path' && each.name === name);
      return id ?? NOWHERE[parameter?.schema.type === 'integer' ? 'integer' : 'string'];
    }),
    ...world.body(operation),
  });
  const withHeaders = (request: ExampleRequest, headers: Record<string, string>): ExampleRequest => ({
    ...request,
    headers: { ...request.headers, ...headers },
  });
  const withQuery = (request: ExampleRequest, query: string): ExampleRequest => ({
    ...request,
    path: `${request.path}?${query}`,
  });
  const declares = ({ parameters }: Operation, name: string): boolean =>
    parameters.some((parameter) => parameter.name === name);
  const upload = (...parts: Part[]): ExampleRequest => {
    const inbox = [
      { name: 'contact_id', content: '1' },
      { name: 'folder_id', content: '1' },
    ];
    return { method: 'POST', path: '/api/documents/upload', ...multipartBody([...inbox, ...parts]) };
  };
  const file = (content: string): Part => ({ name: 'file', filename: 'a.txt', content });
  const json = (method: string, path: string, body: unknown): ExampleRequest => ({
    ...{ method, path, headers: { 'content-type': 'application/json' } },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

  /** An answered request is made one that is still worked on. */
  const inUse: Recipe = async (operation) => {
    const key = crypto.randomUUID();
    const request = withHeaders(await world.request(operation), { 'idempotency-key': key });
    const { method, path, headers, body } = request;
    const first = await service.fetch(path, { method, headers, ...(body !== undefined && { body }) });
    expect(first.ok).toBe(true);
    await sql.query(
      `UPDATE idempotency_keys SET status = NULL, claim_token = gen_random_uuid(), lease_until = now() + interval '1 min'
        WHERE key = $1`,
      [key],
    );
    const [cookie] = first.headers.getSetCookie(); // of a session that goes on under another one
    return cookie === undefined ? request : withHeaders(request, { cookie: cookie.split(';')[0] ?? '' });
  };

  /** One way for a kind of operation; those of one operation come first. */
  const recipes: Record<string, Recipe> = {
    '400': (operation) => {
      if (!operation.requestBody) return bare(operation, '%FF');
      return withHeaders({ ...bare(operation), body: '{' }, { 'content-type': 'application/json' });
    },
    '401': (operation) => withHeaders(bare(operation), { authorization: '' }),
    '403': (operation) =>
      withHeaders(bare(operation), {
        authorization: `Bearer ${operation['x-required-scope'] === 'read' ? EXPORTER : READER}`,
      }),
    '404': (operation) => bare(operation),
    '409': inUse,
    '412': async (operation) => withHeaders(await world.request(operation), { 'if-match': '"99999"' }),
    '413': (operation) =>
      withHeaders(
        { ...bare(operation), body: ' '.repeat(2_200_000) },
        { 'content-type': 'application/json' },
      ),
    '415': (operation) => withHeaders({ ...bare(operation), body: 'text' }, { 'content-type': 'text/plain' }),
    '416': async (operation) => withHeaders(await world.request(operation), { range: 'bytes=999999-' }),
    '422': (operation) => {
      if (declares(operation, 'limit')) return withQuery(bare(operation), 'limit=0');
      if (declares(operation, 'expected_version')) return withQuery(bare(operation), 'expected_version=x');
      return withHeaders(bare(operation), { 'idempotency-key': 'k'.repeat(256) });
    },
    'listDocumentsByChecksum 422': (operation) => bare(operation, 'abc'),
    'getSampleEvent 422': (operation) => withQuery(bare(operation), 'event=document.deleted'),
    'listEvents 410': async (operation) => {
      await world.make('webhook-deliveries');
      await until('an event has its position', async () => {
        const moved = await sql.query(`UPDATE outbox_positions SET position = position + 1000000`);
        return moved.rowCount;
      });
      await sql.query(`UPDATE outbox_feed SET last_position = last_position + 1000000`);
      return withQuery(bare(operation), 'after=1');
    },
    'deleteContact 409': (operation) => bare(operation, '1'),
    'deleteFolder 409': (operation) => bare(operation, '1'),
    'deleteApiToken 409': (operation) => bare(operation, '1'),
    'deleteUser 409': (operation) => bare(operation, '1'),
    'createUser 409': () => json('POST', '/api/users', { ...USER, email: 'admin@localhost' }),
    'changeUser 409': () => json('PATCH', '/api/users/1', { disabled: true }),
    'listOwnSessions 422': async (operation) => withQuery(await world.request(operation), 'limit=0'),
    'changeOwnPassword 400': async (operation) => ({ ...(await world.request(operation)), body: '{' }),
    'changeOwnPassword 415': async (operation) =>
      withHeaders(await world.request(operation), { 'content-type': 'text/plain' }),
    'changeOwnPassword 422': async (operation) => ({ ...(await world.request(operation)), body: '{}' }),
    'revokeOwnSession 404': async (operation) => {
      const request = await world.request(operation);
      return { ...request, path: `/api/me/sessions/${NOWHERE.string}` };
    },
    'deleteProfile 409': (operation) => bare(operation, '1'),
  };

  const pairs = api.operations.flatMap((operation) =>
    Object.keys(operation.responses)
      .filter((status) => Number(status) >= 400 && status !== '429' && status !== '503')
      .map((status): [string, string, Operation] => [operation.operationId, status, operation]),
  );

  it.each(pairs)('of %s, %s, can happen', async (operationId, status, operation) => {
    const recipe = recipes[`${operationId} ${status}`] ?? recipes[status];
    if (!recipe)
      throw new Error(`There is no recipe for ${operationId} ${status}: write one, or do not declare it`);
    await expectRefusal(Number(status), await recipe(operation));
  });

  it('429, where a token asks too often or is not known', async () => {
    const limited = await start({ RATE_LIMIT_PER_SECOND: '1', ROLES: 'api' }, service.dataDir);
    try {
      for (const operation of api.operations.filter(({ responses }) => responses['429'])) {
        await until(`${operation.operationId} is too much`, async () => {
          const { method, path, headers, body } = bare(operation);
          const init = { method, headers, ...(body !== undefined && { body }) };
          const answers = await Promise.all([limited.fetch(path, init), limited.fetch(path, init)]);
          const texts = await Promise.all(answers.map((answer) => answer.text()));
          return texts.some((text) => text.includes('"rate_limited"'));
        });
      }
      codes.add('rate_limited');
      await until('strangers are kept away', async () => {
        const answer = await limited.fetch('/api/contacts', { headers: { authorization: 'Bearer x' } });
        return (await answer.text()).includes('"too_many_failures"');
      });
      codes.add('too_many_failures');
    } finally {
      await limited.stop();
    }
  });

  it('503, while the database is away', async () => {
    const gate = await Gate.open(new URL(database.url));
    let away: Service | undefined;
    try {
      away = await start({ DATABASE_URL: gate.url, ROLES: 'api' }, service.dataDir);
      await gate.close();
      for (const operation of api.operations.filter(({ responses }) => responses['503'])) {
        const code = await expectRefusal(503, bare(operation), away);
        expect(code).toBe(operation.operationId === 'getReadiness' ? 'not_ready' : 'database_unavailable');
      }
    } finally {
      await away?.stop();
      await gate.close();
    }
  });

  describe('has a code, and each is reached', () => {
    const wrong: [code: string, status: number, () => ExampleRequest | Promise<ExampleRequest>][] = [
      [
        'not_utf8',
        400,
        () => ({ ...json('POST', '/api/contacts', ''), body: Buffer.from('"\xff"', 'latin1') }),
      ],
      ['malformed_json', 400, () => json('POST', '/api/contacts', '{')],
      ['duplicate_member', 400, () => json('POST', '/api/contacts', '{"name":"a","name":"b"}')],
      ['body_required', 400, () => ({ method: 'PATCH', path: '/api/contacts/1', headers: {} })],
      ['too_deep', 422, () => json('POST', '/api/contacts', '['.repeat(200) + ']'.repeat(200))],
      ['body_too_large', 413, () => json('POST', '/api/contacts', ' '.repeat(2_200_000))],
      [
        'unsupported_charset',
        415,
        () =>
          withHeaders(json('POST', '/api/contacts', {}), {
            'content-type': 'application/json; charset=utf-16',
          }),
      ],
      [
        'unsupported_content_encoding',
        415,
        () => withHeaders(json('POST', '/api/contacts', {}), { 'content-encoding': 'gzip' }),
      ],
      [
        'unsupported_media_type',
        415,
        () => withHeaders(json('POST', '/api/contacts', {}), { 'content-type': 'text/plain' }),
      ],
      ['no_such_route', 404, () => ({ method: 'GET', path: '/api/nothing', headers: {} })],
      [
        'trailing_slash',
        400,
        () => ({ method: 'DELETE', path: '/api/documents/1/external_refs/', headers: {} }),
      ],
      ['not_found', 404, () => ({ method: 'GET', path: '/api/documents/x', headers: {} })],
      ['malformed_request', 400, () => ({ method: 'GET', path: '/api/documents/%FF', headers: {} })],
      ['invalid_cursor', 422, () => ({ method: 'GET', path: '/api/contacts?cursor=x', headers: {} })],
      ['validation_failed', 422, () => json('POST', '/api/contacts', {})],
      [
        'invalid_idempotency_key',
        422,
        () => withHeaders(json('POST', '/api/contacts', {}), { 'idempotency-key': 'k'.repeat(256) }),
      ],
      ['unknown_contact', 422, () => json('POST', '/api/contacts', { name: 'a', parent_id: 2 ** 31 - 1 })],
      ['unknown_profile', 422, () => json('POST', '/api/contacts', { name: 'a', default_profile_id: 99 })],
      ['profile_not_found', 404, () => ({ method: 'GET', path: '/api/profiles/99', headers: {} })],
      [
        'duplicate_field',
        422,
        () => {
          const field = { key: 'a', label: 'A', type: 'text' };
          return json('POST', '/api/profiles', { name: 'a', fields: [field, field] });
        },
      ],
      [
        'profile_name_taken',
        409,
        () => {
          const fields = [{ key: 'a', label: 'A', type: 'text' }];
          return json('POST', '/api/profiles', { name: 'standard invoice', fields });
        },
      ],
      [
        'profile_in_use',
        409,
        async () => {
          const id = await world.make('profiles');
          await service.json('POST', '/api/contacts', { name: 'a', default_profile_id: id });
          return { method: 'DELETE', path: `/api/profiles/${String(id)}`, headers: {} };
        },
      ],
      [
        'parent_cycle',
        422,
        async () => {
          const id = await world.make('contacts');
          return json('PATCH', `/api/contacts/${String(id)}`, { parent_id: id });
        },
      ],
      [
        'contact_has_children',
        409,
        async () => {
          const id = await world.make('contacts');
          await service.json('POST', '/api/contacts', { name: 'child', parent_id: id });
          return { method: 'DELETE', path: `/api/contacts/${String(id)}`, headers: {} };
        },
      ],
      [
        'contact_holds_documents',
        409,
        async () => {
          const [contact, folder] = await filled();
          return {
            method: 'DELETE',
            path: `/api/contacts/${contact}`,
            headers: { 'x-folder': String(folder) },
          };
        },
      ],
      [
        'folder_holds_documents',
        409,
        async () => {
          const [, folder] = await filled();
          return { method: 'DELETE', path: `/api/folders/${folder}`, headers: {} };
        },
      ],
      ['unknown_folder', 422, () => json('PATCH', '/api/documents/2', { folder_id: 2 ** 31 - 1 })],
      [
        'folder_of_another_contact',
        422,
        async () => {
          const [, folder] = await filled();
          return json('PATCH', '/api/documents/2', { folder_id: folder });
        },
      ],
      [
        'expiry_in_past',
        422,
        () =>
          json('POST', '/api/tokens', { name: 'a', scopes: ['read'], expires_at: '2020-01-01T00:00:00Z' }),
      ],
      ['email_taken', 409, () => json('POST', '/api/users', { ...USER, email: 'Admin@localhost' })],
      ['last_admin_user', 409, () => ({ method: 'DELETE', path: '/api/users/1', headers: {} })],
      ['user_not_found', 404, () => ({ method: 'GET', path: '/api/users/99', headers: {} })],
      ['user_required', 403, () => ({ method: 'GET', path: '/api/me/sessions', headers: {} })],
      ['password_refused', 422, () => json('POST', '/api/users', { ...USER, password: 'short' })],
      ['session_not_found', 404, () => recipes['revokeOwnSession 404']!(api.operation('revokeOwnSession'))],
      [
        'wrong_password',
        422,
        async () => ({
          ...(await world.request(api.operation('changeOwnPassword'))),
          body: JSON.stringify({ current_password: 'wrong', new_password: 'a much longer correct horse' }),
        }),
      ],
      ['file_missing', 400, () => upload()],
      ['empty_file', 422, () => upload(file(''))],
      ['file_too_large', 413, () => upload(file('x'.repeat(1_100_000)))],
      ['field_too_large', 413, () => upload({ name: 'notes', content: 'x'.repeat(1_100_000) }, file('a'))],
      [
        'too_many_parts',
        413,
        () => upload(...Array.from({ length: 200 }, (_, at) => ({ name: `a${at}`, content: 'a' }))),
      ],
      ['nul_character', 422, () => upload({ name: 'notes', content: 'a\0' }, file('a'))],
      ['malformed_multipart', 400, () => ({ ...upload(file('a')), body: '--x' })],
      [
        'unsupported_transfer_encoding',
        415,
        () => {
          const body = Buffer.from(
            '--b\r\nContent-Disposition: form-data; name="notes"\r\nContent-Transfer-Encoding: base64\r\n\r\nYQ==\r\n--b--\r\n',
          );
          return {
            method: 'POST',
            path: '/api/documents/upload',
            headers: { 'content-type': 'multipart/form-data; boundary=b' },
            body,
          };
        },
      ],
      [
        'invalid_base64',
        422,
        () =>
          json('POST', '/api/documents/upload', {
            filename: 'a',
            content_base64: '*',
            contact_id: 1,
            folder_id: 1,
          }),
      ],
      ['external_refs_malformed', 400, () => json('PUT', '/api/documents/1/external_refs', '{')],
      ['external_refs_not_an_object', 422, () => json('PUT', '/api/documents/1/external_refs', '[]')],
      [
        'external_ref_not_found',
        404,
        () => ({ method: 'GET', path: '/api/documents/1/external_refs/nobody', headers: {} }),
      ],
      [
        'external_refs_too_deep',
        422,
        () => json('PUT', '/api/documents/1/external_refs', '{"a":'.repeat(70) + '1' + '}'.repeat(70)),
      ],
      [
        'external_refs_too_large',
        413,
        () => json('PUT', '/api/documents/1/external_refs', { a: 'x'.repeat(70_000) }),
      ],
      [
        'fields_too_large',
        413,
        () => json('PATCH', '/api/documents/2', { custom_fields: { a: 'x'.repeat(1_100_000) } }),
      ],
      [
        'version_mismatch',
        412,
        () => withHeaders(json('PATCH', '/api/documents/1', { notes: 'a' }), { 'if-match': '"99999"' }),
      ],
      [
        'document_locked',
        409,
        async () => {
          const id = await archived();
          return json('PATCH', `/api/documents/${id}`, { doc_type: 'a' });
        },
      ],
      ['version_not_found', 404, () => ({ method: 'GET', path: '/api/documents/1/versions/9', headers: {} })],
      [
        'status_not_allowed',
        409,
        async () => json('PUT', `/api/documents/${await archived()}/status`, { status: 'Ready' }),
      ],
      [
        'no_text',
        404,
        async () => {
          const request = upload({ name: 'file', filename: 'a.pdf', content: '%PDF-1.4 not really' });
          const { id } = (await (await service.fetch(request.path, { ...request })).json()) as { id: number };
          return { method: 'GET', path: `/api/documents/${id}/text`, headers: {} };
        },
      ],
      [
        'idempotency_key_reused',
        422,
        async () => {
          const request = withHeaders(json('POST', '/api/contacts', { name: 'a' }), {
            'idempotency-key': 'reused',
          });
          await service.fetch(request.path, { ...request });
          return { ...request, body: '{"name":"b"}' };
        },
      ],
      [
        'endpoint_deleted',
        409,
        async () => {
          const id = await world.make('webhook-deliveries');
          const { body } = await service.json<{ endpoint_id: number }>(
            'GET',
            `/api/webhook-deliveries/${String(id)}`,
          );
          await service.fetch(`/api/webhook-endpoints/${body.endpoint_id}`, { method: 'DELETE' });
          return { method: 'POST', path: `/api/webhook-deliveries/${String(id)}/resend`, headers: {} };
        },
      ],
      [
        'delivery_finished',
        409,
        async () => {
          const id = await world.make('webhook-deliveries');
          return { method: 'POST', path: `/api/webhook-deliveries/${String(id)}/cancel`, headers: {} };
        },
      ],
      [
        'endpoint_disabled',
        409,
        async () => {
          const { body } = await service.json<{ id: number }>('POST', '/api/webhook-endpoints', {
            url: receiver.url,
            enabled: false,
          });
          return json('POST', `/api/webhook-endpoints/${body.id}/replay`, { since: '2020-01-01' });
        },
      ],
      [
        'replay_finished',
        409,
        async () => {
          const path = `/api/webhook-replays/${String(await world.make('webhook-replays'))}`;
          await service.json('PATCH', path, { state: 'cancelled' });
          return json('PATCH', path, { state: 'running' });
        },
      ],
      [
        'intake_item_accepted',
        409,
        async () => {
          const id = String(await world.make('intake'));
          await sql.query(`UPDATE intake_items SET result = 'accepted', document_id = 1 WHERE id = $1`, [id]);
          return { method: 'POST', path: `/api/intake/${id}/retry`, headers: {} };
        },
      ],
      ['endpoint_url_invalid', 422, () => json('POST', '/api/webhook-endpoints', { url: 'ftp://x' })],
      [
        'endpoint_address_refused',
        422,
        () => json('POST', '/api/webhook-endpoints', { url: 'http://169.254.169.254/' }),
      ],
      [
        'auth_invalid',
        422,
        () => json('POST', '/api/webhook-endpoints', { url: receiver.url, auth: { type: 'bearer' } }),
      ],
      [
        'headers_invalid',
        422,
        () => json('POST', '/api/webhook-endpoints', { url: receiver.url, headers: { 'a b': 'c' } }),
      ],
      [
        'header_reserved',
        422,
        () => json('POST', '/api/webhook-endpoints', { url: receiver.url, headers: { host: 'c' } }),
      ],
      [
        'header_conflict',
        422,
        () => json('POST', '/api/webhook-endpoints', { url: receiver.url, headers: { a: 'b', A: 'c' } }),
      ],
    ];

    const filled = async (): Promise<[contact: number, folder: number]> => {
      const contact = Number(await world.make('contacts'));
      const folders = await service.json<{ items: { id: number }[] }>(
        'GET',
        `/api/folders?contact_id=${contact}`,
      );
      const folder = folders.body.items[0]?.id ?? 0;
      const id = String(await world.make('documents'));
      const moved = await service.json('PATCH', `/api/documents/${id}`, {
        contact_id: contact,
        folder_id: folder,
      });
      expect([moved.status, moved.text]).toEqual([200, expect.anything()]);
      return [contact, folder];
    };
    const archived = async (): Promise<string> => {
      const id = String(await world.make('documents'));
      await service.json('PUT', `/api/documents/${id}/status`, { status: 'Archived' });
      return id;
    };

    it.each(wrong)('%s', async (code, status, request) => {
      expect(await expectRefusal(status, await request())).toBe(code);
    });

    it('or it is said here where else it is tested', async () => {
      const written = new Set<string>();
      const root = fileURLToPath(new URL('../../src', import.meta.url));
      for (const name of await readdir(root, { recursive: true })) {
        if (!name.endsWith('.ts') || name.endsWith('spec.ts')) continue;
        const text = await readFile(join(root, name), 'utf8');
        for (const [, code = ''] of text.matchAll(
          /(?:DomainError\(\s*'[a-z-]+',|[rR]efusal\()\s*'([a-z0-9_]+)'/g,
        ))
          written.add(code);
      }
      expect(written.size).toBeGreaterThan(50);
      const silent = [...written].filter((code) => !codes.has(code) && !(code in ELSEWHERE));
      expect(silent).toEqual([]);
    });
  });
});

/** A way to the database that can be closed. */
class Gate {
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(target: URL): Promise<Gate> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = new URL(target);
    url.hostname = '127.0.0.1';
    url.port = String((server.address() as AddressInfo).port);
    const gate = new Gate(server, url.href);
    server.on('connection', (socket) => {
      const onward = connect(Number(target.port || '5432'), target.hostname);
      for (const each of [socket, onward]) {
        gate.#sockets.add(each);
        each.on('error', () => undefined);
        each.on('close', () => [socket, onward].forEach((end) => end.destroy()));
      }
      socket.pipe(onward).pipe(socket);
    });
    return gate;
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    this.server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.server, 'close');
  }
}
