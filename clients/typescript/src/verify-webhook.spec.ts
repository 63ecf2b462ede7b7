import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { jsonObjectTexts } from '../../../test/support/json-texts.js';
import { verifyWebhook, type WebhookRequest } from './verify-webhook.js';
import { WebhookError } from './webhook-error.js';

const NOW = 1_790_000_000;
const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;
const SECRET = newSecret();

/** Signed by another implementation of the standard. */
function signed(body: string, { secrets = [SECRET], age = 0, id = 'msg_1' } = {}): WebhookRequest {
  const at = new Date((NOW - age) * 1000);
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(NOW - age),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
  return { headers, body: Buffer.from(body), secret: SECRET, now: () => NOW * 1000 };
}

function refusal(request: WebhookRequest): string {
  try {
    verifyWebhook(request);
  } catch (error) {
    if (error instanceof WebhookError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

describe('verifyWebhook', () => {
  const REFS = '{ "crm":{"share":1.0,"big":12345678901234567890},"10":1e2,"2":-0 , "a":"\\u00e9\\/" ,"a":2}';
  const BODY = `{"event":"document.exported","id":7,"external_refs":${REFS},"doc_url":"https://x/documents/7"}`;

  it('gives the parsed event and the exact text of the refs', () => {
    const webhook = verifyWebhook(signed(BODY));
    expect(webhook).toEqual({
      id: 'msg_1',
      sentAt: new Date(NOW * 1000),
      event: JSON.parse(BODY) as unknown,
      externalRefsText: REFS,
      text: BODY,
    });
  });

  it('takes what the service itself has sent', () => {
    const file = (name: string): string =>
      readFileSync(new URL(`../../../examples/worked-example/${name}`, import.meta.url), 'utf8');
    const headers = Object.fromEntries(
      file('webhook-headers.txt')
        .trim()
        .split('\n')
        .map((line): [string, string] => line.split(': ') as [string, string]),
    );
    const webhook = verifyWebhook({
      headers,
      body: file('webhook-body.json'),
      secret: file('endpoint-secret.txt').trim(),
      now: () => Number(headers['webhook-timestamp']) * 1000,
    });
    expect(webhook.externalRefsText).toBe(file('external_refs.json').trim());
    expect(webhook.id).toBe(webhook.event.event_id);
  });

  it('takes the headers of node, of Fetch and of whoever spells them in another way', () => {
    const request = signed(BODY);
    const headers = request.headers as Record<string, string>;
    const spelled = Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]);
    expect(verifyWebhook({ ...request, headers: new Headers(headers) }).id).toBe('msg_1');
    expect(verifyWebhook({ ...request, headers: Object.fromEntries(spelled) as typeof headers }).id).toBe(
      'msg_1',
    );
  });

  it('takes the body as bytes or text', () => {
    const request = signed('{"external_refs":{"ü":"😀"}}');
    const padded = Buffer.concat([Buffer.from('xx'), request.body as Buffer, Buffer.from('yy')]);
    const within = new Uint8Array(padded.buffer, padded.byteOffset + 2, padded.length - 4);
    expect(verifyWebhook({ ...request, body: within }).externalRefsText).toBe('{"ü":"😀"}');
    expect(verifyWebhook({ ...request, body: String(request.body) }).externalRefsText).toBe('{"ü":"😀"}');
  });

  it('takes both secrets during a rotation, on either side', () => {
    const next = newSecret();
    expect(refusal(signed(BODY, { secrets: [next, SECRET] }))).toBe('accepted');
    expect(refusal({ ...signed(BODY, { secrets: [next] }), secret: [SECRET, next] })).toBe('accepted');
    expect(refusal(signed(BODY, { secrets: [next] }))).toMatch(/^signature_wrong: None of the 1 signatures/);
  });

  it('refuses what was changed, and versions that it does not know', () => {
    const request = signed(BODY);
    const headers = request.headers as Record<string, string>;
    const wrong = /^signature_wrong/;
    expect(refusal({ ...request, body: BODY.replace('1.0', '1') })).toMatch(wrong);
    expect(refusal({ ...request, headers: { ...headers, 'webhook-id': 'msg_2' } })).toMatch(wrong);
    expect(refusal({ ...request, headers: { ...headers, 'webhook-timestamp': String(NOW + 1) } })).toMatch(
      wrong,
    );
    for (const signature of ['v1,', 'nonsense', headers['webhook-signature']!.replace('v1,', 'v2,')]) {
      expect(refusal({ ...request, headers: { ...headers, 'webhook-signature': signature } })).toMatch(wrong);
    }
  });

  it('refuses what is too old or too far ahead, and says by how much', () => {
    expect(refusal(signed(BODY, { age: 300 }))).toBe('accepted');
    expect(refusal(signed(BODY, { age: -300 }))).toBe('accepted');
    expect(refusal(signed(BODY, { age: 301 }))).toMatch(
      /^timestamp_out_of_tolerance: .* is 301 s old, and 300 s/,
    );
    expect(refusal(signed(BODY, { age: -301 }))).toMatch(/^timestamp_out_of_tolerance: .* is 301 s ahead/);
    expect(refusal({ ...signed(BODY, { age: 11 }), toleranceSeconds: 10 })).toMatch(/ is 11 s old, and 10 s/);
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('misses %s by its name', (name) => {
    const request = signed(BODY);
    const headers = { ...(request.headers as Record<string, string>) };
    delete headers[name];
    expect(refusal({ ...request, headers })).toBe(
      `header_missing: The header ${name} is missing: RecordEngine always sends it.`,
    );
  });

  it.each(['', '1e9', '0x10', '17900000000000', 'yesterday'])('does not take %j for a time', (timestamp) => {
    const request = signed(BODY);
    const headers = { ...(request.headers as Record<string, string>), 'webhook-timestamp': timestamp };
    expect(refusal({ ...request, headers })).toMatch(/^(timestamp_malformed|header_missing)/);
  });

  it('tells the developer what can never work', () => {
    const request = signed(BODY);
    expect(() => verifyWebhook({ ...request, body: JSON.parse(BODY) as string })).toThrow(/express\.raw/);
    for (const secret of [
      '',
      'whsec_',
      'whsec_short',
      'whsec_not base64 at all, but long enough',
      [SECRET, ''],
    ]) {
      expect(() => verifyWebhook({ ...request, secret })).toThrow(/must be whsec_ and base64/);
    }
    expect(() => verifyWebhook({ ...request, secret: [] })).toThrow(/at least one secret/);
    expect(() => verifyWebhook({ ...request, secret: undefined as unknown as string })).toThrow(TypeError);
  });

  it('is honest about a body that is signed and yet no JSON', () => {
    expect(refusal(signed('{"half":'))).toMatch(
      /^body_malformed: The signature fits, but the body is not JSON/,
    );
    expect(verifyWebhook(signed('[{"external_refs":{}}]')).externalRefsText).toBeUndefined();
    expect(verifyWebhook(signed('{"event":"webhook.test"}')).externalRefsText).toBeUndefined();
  });

  it('gives the refs byte for byte, whatever they are', () => {
    fc.assert(
      fc.property(jsonObjectTexts, (refs) => {
        const body = `{"event":"document.exported","notes":"\\"external_refs\\":{}","external_refs":${refs},"id":1}`;
        const { externalRefsText, event } = verifyWebhook(signed(body));
        expect(externalRefsText).toBe(refs);
        expect(JSON.parse(refs)).toEqual((event as { external_refs: unknown }).external_refs);
      }),
      { numRuns: 500 },
    );
  });
});
