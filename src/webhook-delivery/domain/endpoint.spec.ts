import { anEndpoint } from '../../../test/support/an-endpoint.js';
import { Endpoint, type EndpointSettings } from './endpoint.js';
import { makeEndpointAuth } from './make-endpoint-auth.js';

const CREATED = new Date('2026-01-15T09:00:00.000Z');
const LATER = new Date('2026-01-15T10:00:00.000Z');

const create = (settings: Partial<EndpointSettings> = {}): Endpoint =>
  Endpoint.create(anEndpoint(settings), 'whsec_first', CREATED);

const refusal = (code: string, pointer: string): Error =>
  expect.objectContaining({
    kind: 'invalid',
    code,
    detail: { errors: [{ pointer, message: expect.any(String) }] },
  }) as Error;

describe('Endpoint', () => {
  it.each([
    'crm.example/hook',
    'ftp://crm.example/hook',
    'javascript:alert(1)',
    'file:///etc/passwd',
    '//crm.example/hook',
    'http://',
    'http://user@crm.example/',
    'http://user:pass@crm.example/',
    'http://crm.example/a b',
    ' http://crm.example/',
    'http://crm.example/\nx',
    'http://crm.example/\u0000',
    `http://crm.example/${'x'.repeat(2040)}`,
  ])('refuses the url %j', (url) => {
    expect(() => create({ url })).toThrow(refusal('endpoint_url_invalid', '/url'));
    expect(() => create().change({ url }, LATER)).toThrow(refusal('endpoint_url_invalid', '/url'));
  });

  it.each([
    'https://crm.example',
    'http://127.0.0.1:9000/hook?x=1',
    'https://bücher.example/ü',
    'http://[::1]:80/',
  ])('takes the url %s as it is', (url) => {
    expect(create({ url }).snapshot().settings.url).toBe(url);
  });

  it.each([
    'Host',
    'content-type',
    'Content-Anything',
    'connection',
    'Transfer-Encoding',
    'webhook-id',
    'Webhook-Custom',
    'X-RecordEngine-Event',
    'x-recordengine-mine',
    'user-agent',
    'keep-alive',
    'upgrade',
    'expect',
    'te',
  ])('keeps the header %s to itself', (name) => {
    expect(() => create({ headers: { [name]: 'x' } })).toThrow(
      refusal('header_reserved', `/headers/${name}`),
    );
    expect(() => create({ auth: { type: 'header', name, value: 'x' } })).toThrow(
      refusal('header_reserved', '/auth/name'),
    );
  });

  it.each([
    ['', 'x'],
    ['a b', 'x'],
    ['a:b', 'x'],
    ['ä', 'x'],
    ['x'.repeat(129), 'x'],
    ['x', ''],
    ['x', 'a\nb'],
    ['x', 'a\r\nInjected: 1'],
    ['x', 'a\u0000b'],
    ['x', 'ä'],
    ['x', ' a'],
    ['x', 'a '],
    ['x', 'x'.repeat(8193)],
    ['x', '***'],
  ])('refuses the header %j: %j', (name, value) => {
    expect(() => create({ headers: { [name]: value } })).toThrow(
      refusal('headers_invalid', `/headers/${name}`),
    );
  });

  it('refuses what would be sent twice', () => {
    const conflict = (pointer: string): Error => refusal('header_conflict', pointer);
    expect(() =>
      create({ auth: { type: 'bearer', token: 't' }, headers: { Authorization: 'Basic x' } }),
    ).toThrow(conflict('/headers/Authorization'));
    expect(() =>
      create({ auth: { type: 'header', name: 'X-Key', value: 'v' }, headers: { 'x-key': 'w' } }),
    ).toThrow(conflict('/headers/x-key'));
    expect(() => create({ headers: { 'X-Key': 'v', 'x-key': 'w' } })).toThrow(conflict('/headers/x-key'));
    const endpoint = create({ headers: { Authorization: 'Basic x' } });
    expect(() => endpoint.change({ auth: { type: 'bearer', token: 't' } }, LATER)).toThrow(
      conflict('/headers/Authorization'),
    );
    expect(
      create({ auth: { type: 'header', name: 'Authorization', value: 'Basic x' } }).snapshot(),
    ).toBeDefined();
  });

  it('changes only what is named', () => {
    const endpoint = create({ description: 'CRM', headers: { 'X-A': '1' } });
    endpoint.change({ maxInFlight: 4, description: null }, LATER);
    expect(endpoint.snapshot()).toEqual({
      settings: {
        url: 'https://crm.example/hook',
        events: ['document.exported'],
        description: null,
        enabled: true,
        auth: { type: 'none' },
        headers: { 'X-A': '1' },
        maxInFlight: 4,
      },
      secret: 'whsec_first',
      previousSecret: null,
      updatedAt: LATER,
    });
  });

  it('takes a mask for the secret that is there', () => {
    const endpoint = create({
      auth: { type: 'bearer', token: 't0ken' },
      headers: { 'X-A': '1', 'X-B': '2' },
    });
    endpoint.change({ auth: { type: 'bearer', token: '***' }, headers: { 'x-a': '***', 'X-C': '3' } }, LATER);
    expect(endpoint.snapshot().settings).toMatchObject({
      auth: { type: 'bearer', token: 't0ken' },
      headers: { 'x-a': '1', 'X-C': '3' },
    });
    endpoint.change({ auth: { type: 'header', name: 'X-Key', value: 'v' } }, LATER);
    endpoint.change({ auth: { type: 'header', name: 'X-Other', value: '***' } }, LATER);
    expect(endpoint.snapshot().settings.auth).toEqual({ type: 'header', name: 'X-Other', value: 'v' });
    expect(() => endpoint.change({ auth: { type: 'bearer', token: '***' } }, LATER)).toThrow(
      refusal('headers_invalid', '/auth/token'),
    );
    expect(() => endpoint.change({ headers: { 'X-New': '***' } }, LATER)).toThrow(
      refusal('headers_invalid', '/headers/X-New'),
    );
  });

  it('signs with both secrets until the overlap ends, and with two at most', () => {
    const endpoint = create();
    endpoint.rotateSecret('whsec_second', 3600, LATER);
    expect(endpoint.snapshot()).toMatchObject({
      secret: 'whsec_second',
      previousSecret: { secret: 'whsec_first', expiresAt: new Date('2026-01-15T11:00:00.000Z') },
    });
    endpoint.rotateSecret('whsec_third', 60, LATER);
    expect(endpoint.snapshot()).toMatchObject({
      secret: 'whsec_third',
      previousSecret: { secret: 'whsec_second' },
    });
    endpoint.rotateSecret('whsec_fourth', 0, LATER);
    expect(endpoint.snapshot()).toMatchObject({ secret: 'whsec_fourth', previousSecret: null });
  });
});

describe('makeEndpointAuth', () => {
  it('takes the parts of its type, with null for the others', () => {
    expect(makeEndpointAuth({ type: 'none', token: null, name: null, value: null })).toEqual({
      type: 'none',
    });
    expect(makeEndpointAuth({ type: 'bearer', token: 't', name: null })).toEqual({
      type: 'bearer',
      token: 't',
    });
    expect(makeEndpointAuth({ type: 'header', name: 'n', value: 'v' })).toEqual({
      type: 'header',
      name: 'n',
      value: 'v',
    });
  });

  it.each([
    [{ type: 'bearer' }, '/auth/token'],
    [{ type: 'bearer', token: null }, '/auth/token'],
    [{ type: 'bearer', token: 't', name: 'n' }, '/auth/name'],
    [{ type: 'header', name: 'n' }, '/auth/value'],
    [{ type: 'none', token: 't' }, '/auth/token'],
  ] as const)('refuses %j', (parts, pointer) => {
    expect(() => makeEndpointAuth(parts)).toThrow(refusal('auth_invalid', pointer));
  });
});
