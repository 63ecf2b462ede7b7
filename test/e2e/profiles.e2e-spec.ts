import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Client } from '../support/client.js';
import { Service, type Answer } from '../support/service.js';
import { TestDatabase } from '../support/test-database.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

/** Members of the answers that the tests look at. */
interface Body {
  id: number;
  name: string;
  built_in: boolean;
  fields: { key: string; label: string; type: string; required: boolean }[];
  line_item_columns: object[];
  version: number;
  created_at: string;
  updated_at: string;
  contact_id: number;
  profile_id: number;
  status: string;
  doc_date: string | null;
  ai_summary: string;
  confidence_score: number;
  confidence_label: string;
  confidence_reasoning: string;
  extracted_fields: Record<string, string | null>;
  line_items: object[];
  items: Body[];
  next_cursor: string | null;
  code: string;
  detail: string;
  errors: { pointer: string; message: string }[];
}

const WRITER = `re_${'cd'.repeat(20)}`;
const LEASE = `Rental agreement

Mieter:              Ann Lee
Start of tenancy:    1 December 2026
Monthly rent:        EUR 1,250.50
Rooms:               3.5
Keys: front door, cellar

Service        Cost
Heating        80.00
Water          20.00
`;
const FIELDS = [
  { key: 'tenant', label: 'Tenant', type: 'text', required: true, aliases: ['Mieter'] },
  { key: 'start_date', label: 'Start of tenancy', type: 'date' },
  { key: 'monthly_rent', label: 'Monthly rent', type: 'amount', description: 'Without heating.' },
  { key: 'rooms', label: 'Rooms', type: 'number' },
  { key: 'keys', label: 'Keys', type: 'list' },
  { key: 'pets', label: 'Pets', type: 'text' },
];
const COLUMNS = [
  { key: 'description', label: 'Service' },
  { key: 'amount', label: 'Cost' },
];
const READ = {
  ...{ tenant: 'Ann Lee', start_date: '2026-12-01', monthly_rent: '1250.50', rooms: '3.5' },
  ...{ keys: 'front door; cellar', pets: null },
};

describe('Extraction profiles', () => {
  let database: TestDatabase;
  let receiver: WebhookReceiver;
  let service: Service;
  let client: Client;
  let created = 0;

  beforeAll(async () => {
    database = await TestDatabase.create();
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    await sql.query(
      `INSERT INTO api_tokens (name, token_hash, scopes)
       VALUES ('writer', sha256(convert_to($1, 'UTF8')), '{read,write,export}')`,
      [WRITER],
    );
    await sql.end();
    receiver = await WebhookReceiver.start();
    service = await Service.start({ DATABASE_URL: database.url });
    client = new Client(service);
  });
  afterAll(async () => {
    await service?.stop();
    await receiver?.stop();
    await database?.drop();
  });

  const call = (method: string, path: string, body?: unknown): Promise<Answer<Body>> =>
    service.json<Body>(method, path, body);
  const profile = async (values: object = {}): Promise<Body> => {
    const name = `Rental contract ${++created}`;
    const made = await call('POST', '/api/profiles', { name, fields: FIELDS, ...values });
    expect([made.status, made.text]).toEqual([201, expect.any(String)]);
    return made.body;
  };
  const upload = async (
    members: Record<string, string | number> = {},
    content = LEASE,
  ): Promise<Answer<Body>> => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ contact_id: 1, folder_id: 1, ...members }))
      form.set(name, String(value));
    form.set('file', new Blob([content]), 'lease.txt');
    const response = await service.fetch('/api/documents/upload', { method: 'POST', body: form });
    const text = await response.text();
    const { status, headers } = response;
    return { status, headers, text, body: JSON.parse(text) as Body };
  };
  const read = async (id: number): Promise<Body> => {
    await client.status(id, 'Needs Review');
    return (await call('GET', `/api/documents/${id}`)).body;
  };
  const conditional = async (method: string, path: string, body: object | undefined, match: string) => {
    const response = await service.fetch(path, {
      method,
      headers: { 'if-match': match, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, etag: response.headers.get('etag'), text };
  };

  it('begin with the seven built-in ones', async () => {
    const { status, body } = await call('GET', '/api/profiles?limit=200');
    expect(status).toBe(200);
    const builtIn = body.items.filter((each) => each.built_in);
    expect(builtIn.map(({ id, name }) => [id, name]).reverse()).toEqual([
      [1, 'Default'],
      [2, 'Standard Invoice'],
      [3, 'Universal Invoices & Receipts'],
      [4, 'Meeting Notes'],
      [5, 'Chinese Fapiao'],
      [6, 'Chinese Business License'],
      [7, 'Extraction Profile Drafter'],
    ]);
    expect((await call('GET', '/api/profiles/2')).body.fields[0]).toEqual({
      ...{ key: 'vendor', label: 'Vendor', type: 'text', required: false, aliases: [] },
      description: expect.any(String),
    });
    expect((await call('GET', '/api/profiles?name=meeting%20NOTES')).body.items).toHaveLength(1);
    const page = await call('GET', '/api/profiles?limit=1');
    expect(page.body.items).toHaveLength(1);
    const next = await call('GET', `/api/profiles?limit=1&cursor=${page.body.next_cursor}`);
    expect(next.body.items[0]?.id).toBeLessThan(page.body.items[0]?.id ?? 0);
  });

  it('are created with every member in its place', async () => {
    const made = await call('POST', '/api/profiles', {
      ...{ name: ' Rental contract ', description: 'Flats.' },
      ...{ fields: FIELDS, line_item_columns: COLUMNS },
    });
    const { id } = made.body;
    expect(made.status).toBe(201);
    expect(id).toBeGreaterThan(100);
    expect(made.headers.get('location')).toMatch(new RegExp(`^http.+/api/profiles/${id}$`));
    expect(made.headers.get('etag')).toBe('"1"');
    expect(made.body).toEqual({
      ...{ id, name: 'Rental contract', description: 'Flats.', built_in: false },
      fields: FIELDS.map((field) => ({ description: null, required: false, aliases: [], ...field })),
      line_item_columns: COLUMNS.map((column) => ({ description: null, aliases: [], ...column })),
      ...{ version: 1, created_at: expect.any(String), updated_at: made.body.created_at },
    });
    expect((await call('GET', `/api/profiles/${id}`)).body).toEqual(made.body);
  });

  it('are made once with an Idempotency-Key', async () => {
    const send = () =>
      service.fetch('/api/profiles', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'profile-1' },
        body: JSON.stringify({ name: 'Once', fields: FIELDS }),
      });
    const [first, second] = [await send(), await send()];
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await second.text()).toBe(await first.text());
    expect((await call('GET', '/api/profiles?name=once')).body.items).toHaveLength(1);
  });

  it.each<[string, unknown, string, string]>([
    ['no name', { fields: FIELDS }, 'validation_failed', '/name'],
    ['no fields', { name: 'A' }, 'validation_failed', '/fields'],
    ['an empty list of fields', { name: 'A', fields: [] }, 'validation_failed', '/fields'],
    ['fields that are none', { name: 'A', fields: [null] }, 'validation_failed', '/fields/0'],
    [
      'a type that is none',
      { name: 'A', fields: [{ ...FIELDS[0], type: 'money' }] },
      'validation_failed',
      '/fields/0/type',
    ],
    [
      'a key in capitals',
      { name: 'A', fields: [{ ...FIELDS[0], key: 'Tenant' }] },
      'validation_failed',
      '/fields/0/key',
    ],
    [
      'a label of spaces',
      { name: 'A', fields: [{ ...FIELDS[0], label: '  ' }] },
      'validation_failed',
      '/fields/0/label',
    ],
    [
      'an alias that is no text',
      { name: 'A', fields: [{ ...FIELDS[0], aliases: [7] }] },
      'validation_failed',
      '/fields/0/aliases',
    ],
    [
      'a member that is none',
      { name: 'A', fields: [{ ...FIELDS[0], colour: 'red' }] },
      'validation_failed',
      '/fields/0/colour',
    ],
    [
      'a column that is none',
      { name: 'A', fields: FIELDS, line_item_columns: [{ key: 'sku', label: 'SKU' }] },
      'validation_failed',
      '/line_item_columns/0/key',
    ],
    ['a key twice', { name: 'A', fields: [...FIELDS, FIELDS[1]] }, 'duplicate_field', '/fields/6/key'],
    [
      'a column twice',
      { name: 'A', fields: FIELDS, line_item_columns: [COLUMNS[0], COLUMNS[0]] },
      'duplicate_field',
      '/line_item_columns/1/key',
    ],
  ])('are refused with %s', async (_, body, code, pointer) => {
    const answer = await call('POST', '/api/profiles', body);
    expect([answer.status, answer.body.code, answer.body.errors.map((each) => each.pointer)]).toEqual([
      ...[422, code, [pointer]],
    ]);
    const made = await profile();
    const change = await call('PATCH', `/api/profiles/${made.id}`, { name: 'B', ...(body as object) });
    if (Object.keys(body as object).length > 1)
      expect([change.status, change.body.code]).toEqual([422, code]);
  });

  it('have names of their own, whatever the capitals', async () => {
    const { id, name } = await profile();
    const other = await profile();
    for (const answer of [
      await call('POST', '/api/profiles', { name: ` ${name.toUpperCase()}`, fields: FIELDS }),
      await call('POST', '/api/profiles', { name: 'meeting notes', fields: FIELDS }),
      await call('PATCH', `/api/profiles/${other.id}`, { name }),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([409, 'profile_name_taken']);
    }
    const own = await call('PATCH', `/api/profiles/${id}`, { name: name.toUpperCase() });
    expect([own.status, own.body.name]).toEqual([200, name.toUpperCase()]);
  });

  it('are changed only at the version that was seen', async () => {
    const { id } = await profile();
    const path = `/api/profiles/${id}`;
    expect(await conditional('PATCH', path, { name: 'Lease' }, '"1"')).toMatchObject({
      status: 200,
      etag: '"2"',
    });
    expect(await conditional('PATCH', path, { name: 'Lease' }, '"2"')).toMatchObject({
      status: 200,
      etag: '"2"',
    });
    const late = await conditional('PATCH', path, { name: 'Mine' }, '"1"');
    expect(late.status).toBe(412);
    expect(JSON.parse(late.text)).toMatchObject({
      code: 'version_mismatch',
      detail: expect.stringContaining('it is at version 2. Read it again'),
    });
    expect((await call('DELETE', `${path}?expected_version=1`)).status).toBe(412);
    const { body } = await call('PATCH', path, { fields: [FIELDS[0]], description: 'One field.' });
    expect(body).toMatchObject({ version: 3, name: 'Lease', description: 'One field.' });
    expect(body.fields.map(({ key }) => key)).toEqual(['tenant']);
    expect((await call('DELETE', `${path}?expected_version=3`)).status).toBe(204);
    expect((await call('GET', path)).body).toMatchObject({ status: 404, code: 'profile_not_found' });
  });

  it('that are built in stay as they are', async () => {
    const change = await call('PATCH', '/api/profiles/2', { name: 'Mine' });
    expect([change.status, change.body.code]).toEqual([409, 'built_in']);
    expect(change.body.detail).toContain('Make one of your own');
    expect((await call('DELETE', '/api/profiles/7')).body).toMatchObject({ status: 409, code: 'built_in' });
  });

  it('are changed by administrators alone, and seen by those who may read', async () => {
    const { id } = await profile();
    const asWriter = async (method: string, path: string, body?: object) => {
      const headers = { authorization: `Bearer ${WRITER}`, 'content-type': 'application/json' };
      const response = await service.fetch(path, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      });
      await response.text();
      return response.status;
    };
    expect(await asWriter('POST', '/api/profiles', { name: 'A', fields: FIELDS })).toBe(403);
    expect(await asWriter('PATCH', `/api/profiles/${id}`, { name: 'A' })).toBe(403);
    expect(await asWriter('DELETE', `/api/profiles/${id}`)).toBe(403);
    expect(await asWriter('GET', `/api/profiles/${id}`)).toBe(200);
    expect(await asWriter('GET', '/api/profiles')).toBe(200);
  });

  it('say what is read: its fields, typed, and its line items, also in the webhook', async () => {
    const { id: profileId } = await profile({ line_item_columns: COLUMNS });
    const uploaded = await upload({ profile_id: profileId });
    expect([uploaded.status, uploaded.body.profile_id]).toEqual([201, profileId]);
    const document = await read(uploaded.body.id);
    expect(document.extracted_fields).toEqual(READ);
    expect(Object.keys(document.extracted_fields)).toEqual(FIELDS.map(({ key }) => key));
    expect(document.line_items).toEqual([
      { description: 'Heating', quantity: '', unit_price: '', amount: '80.00' },
      { description: 'Water', quantity: '', unit_price: '', amount: '20.00' },
    ]);
    expect(document).toMatchObject({
      doc_date: '2026-12-01',
      confidence_score: 100,
      confidence_label: 'High',
    });
    expect(document.ai_summary).toMatch(/read as Rental contract \d+: Tenant Ann Lee/);

    await client.endpoint(receiver.url);
    await client.export(document.id);
    const [webhook] = await receiver.received(1);
    const sent = JSON.parse(webhook!.body.toString()) as Body;
    expect(Object.entries(sent.extracted_fields)).toEqual(Object.entries(document.extracted_fields));
    expect(sent.line_items).toEqual(document.line_items);
  });

  it('without a required field end in Needs Review, too, and Low', async () => {
    const fields = FIELDS.map((field) => ({ ...field, required: true }));
    const { id: profileId } = await profile({ fields });
    const document = await read((await upload({ profile_id: profileId })).body.id);
    expect(document).toMatchObject({ status: 'Needs Review', confidence_label: 'Low' });
    expect(document.confidence_reasoning).toContain('Required, but not found: pets.');
  });

  it('come from the upload, else from the contact, else it is Default', async () => {
    const { id: mine } = await profile();
    const contact = (await call('POST', '/api/contacts', { name: 'Acme', default_profile_id: mine })).body;
    const [folder] = (await call('GET', `/api/folders?contact_id=${contact.id}`)).body.items;
    const place = { contact_id: contact.id, folder_id: folder?.id ?? 0 };
    expect((await upload({ ...place, profile_id: 4 })).body.profile_id).toBe(4);
    const { body } = await upload(place);
    expect(body.profile_id).toBe(mine);
    expect((await read(body.id)).extracted_fields).toEqual(READ);
    expect((await upload()).body.profile_id).toBe(1);
  });

  it('can be another for a document that was read', async () => {
    const { id } = (await upload()).body;
    expect(Object.keys((await read(id)).extracted_fields)).toEqual([
      'title',
      'date',
      'parties',
      'key_amounts',
    ]);
    const { id: profileId } = await profile();
    const again = await call('POST', `/api/documents/${id}/reprocess`, { profile_id: profileId });
    expect([again.status, again.body.profile_id]).toEqual([200, profileId]);
    expect((await read(id)).extracted_fields).toEqual(READ);
    const changed = await call('PATCH', `/api/profiles/${profileId}`, { fields: FIELDS.slice(0, 2) });
    expect(changed.status).toBe(200);
    expect((await read(id)).extracted_fields).toEqual(READ); // until it is read again
    await call('POST', `/api/documents/${id}/reprocess`);
    expect((await read(id)).extracted_fields).toEqual({ tenant: 'Ann Lee', start_date: '2026-12-01' });
  });

  it('cannot be deleted while they are in use', async () => {
    const { id } = await profile();
    const contact = (await call('POST', '/api/contacts', { name: 'Acme', default_profile_id: id })).body;
    const document = await read((await upload({ profile_id: id })).body.id);
    const refused = await call('DELETE', `/api/profiles/${id}`);
    expect([refused.status, refused.body.code]).toEqual([409, 'profile_in_use']);
    expect(refused.body.detail).toContain('by 1 contact and 1 document');
    const named = async (list: string) => (await call('GET', list)).body.items.map((each) => each.id);
    expect(await named(`/api/contacts?default_profile_id=${id}`)).toEqual([contact.id]);
    expect(await named(`/api/documents?profile_id=${id}`)).toEqual([document.id]);
    await call('PATCH', `/api/contacts/${contact.id}`, { default_profile_id: null });
    await call('POST', `/api/documents/${document.id}/reprocess`, { profile_id: 1 });
    expect((await call('DELETE', `/api/profiles/${id}`)).status).toBe(204);
    for (const answer of [
      await upload({ profile_id: id }),
      await call('PATCH', `/api/contacts/${contact.id}`, { default_profile_id: id }),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([422, 'unknown_profile']);
      expect(answer.body.detail).toContain('GET /api/profiles lists them');
    }
    await read(document.id);
    const reprocess = await call('POST', `/api/documents/${document.id}/reprocess`, { profile_id: id });
    expect([reprocess.status, reprocess.body.code]).toEqual([422, 'unknown_profile']);
  });

  it('of uploads and a deletion at the same time let one come first', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await profile();
      const [deleted, ...uploads] = await Promise.all([
        call('DELETE', `/api/profiles/${id}`),
        ...[1, 2, 3].map(() => upload({ profile_id: id })),
      ]);
      const there = uploads.filter(({ status }) => status === 201).length;
      for (const { status, body } of uploads)
        if (status !== 201) expect([status, body.code]).toEqual([422, 'unknown_profile']);
      expect(deleted?.status).toBe(there > 0 ? 409 : 204);
      expect((await call('GET', `/api/profiles/${id}`)).status).toBe(there > 0 ? 200 : 404);
    }
  });

  it.each<[number, string, string, Record<string, string | null>]>([
    [
      3,
      'receipt',
      'Invoice INV-7        Northwind Ltd\nDate: 3 November 2026\nBill to: Acme Ltd\nVAT no: GB123\n' +
        'Payment method: card\nSubtotal  100.00\nShipping  5.00\nVAT 20%  20.00\nTotal  GBP 125.00\n',
      {
        ...{ vendor: 'Northwind Ltd', invoice_number: 'INV-7', total_amount: '125.00', customer: 'Acme Ltd' },
        ...{ tax_number: 'GB123', payment_method: 'card', shipping: '5.00', discount: null },
      },
    ],
    [
      4,
      'minutes',
      'Minutes\n\nDate: 3 November 2026\nPresent: Ann Lee, Bob Ray\n\nAgenda\n1. Budget\n2. Hiring\n\n' +
        'Decisions:\n- The budget stands.\n\nAction items:\n- Ann writes to the bank\n- Bob books a room\n\n' +
        'Next meeting: 10 November 2026\n',
      {
        ...{ meeting_date: '2026-11-03', attendees: 'Ann Lee; Bob Ray', agenda: 'Budget; Hiring' },
        ...{ decisions_made: 'The budget stands.', follow_up_date: '2026-11-10' },
        action_items: 'Ann writes to the bank; Bob books a room',
      },
    ],
    [
      5,
      'fapiao',
      '发票号码：24112000000012345678\n开票日期：2026年11月03日\n名称：北方公司      名称：南方公司\n' +
        '纳税人识别号：91110000AAAA      纳税人识别号：91440000BBBB\n金额  ¥100.00\n税率  13%\n税额  ¥13.00\n' +
        '价税合计(小写)：¥113.00\n',
      {
        ...{ fapiao_number: '24112000000012345678', issue_date: '2026-11-03', fapiao_code: null },
        ...{ buyer_name: '北方公司', seller_name: '南方公司', buyer_tax_number: '91110000AAAA' },
        ...{ seller_tax_number: '91440000BBBB', amount_before_tax: '100.00', tax_rate: '13' },
        ...{ tax_amount: '13.00', total_amount: '113.00' },
      },
    ],
    [
      6,
      'licence',
      '营业执照\n统一社会信用代码：91110000ABCD12345X\n名称：北方科技有限公司\n法定代表人：李安\n' +
        '注册资本：壹佰万元整\n成立日期：2019年05月06日\n住所：北京市海淀区1号\n经营范围：技术开发\n',
      {
        ...{ company_name_zh: '北方科技有限公司', unified_social_credit_code: '91110000ABCD12345X' },
        ...{ legal_representative: '李安', registration_date: '2019-05-06', business_scope: '技术开发' },
        ...{ registered_capital: '壹佰万元整', registered_address: '北京市海淀区1号', company_name_en: null },
      },
    ],
    [
      7,
      'sample',
      'Delivery note\nContract: C-77\nDelivered on: 3 November 2026\n',
      { profile_name: 'Delivery Note', proposed_line_item_columns: '[]' },
    ],
  ])('%d (built in) reads a %s', async (profileId, _, content, fields) => {
    const { body } = await upload({ profile_id: profileId }, content);
    const document = await read(body.id);
    expect(document.extracted_fields).toMatchObject(fields);
  });

  it('that are drafted can be created as they are', async () => {
    const { id } = (await upload({ profile_id: 7 })).body;
    const { extracted_fields: draft } = await read(id);
    const made = await profile({
      ...{ name: draft['profile_name'], fields: JSON.parse(draft['proposed_fields'] ?? '') },
      line_item_columns: JSON.parse(draft['proposed_line_item_columns'] ?? ''),
    });
    await call('POST', `/api/documents/${id}/reprocess`, { profile_id: made.id });
    expect((await read(id)).extracted_fields).toMatchObject({
      mieter: 'Ann Lee',
      start_of_tenancy: '2026-12-01',
    });
  });
});
