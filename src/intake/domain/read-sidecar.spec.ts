import { describe, expect, it } from '@jest/globals';
import { readSidecar } from './read-sidecar.js';

const read = (text: string) => readSidecar(Buffer.from(text));

describe('A sidecar', () => {
  it('may say nothing', () => {
    expect(read('{}')).toEqual({ target: {}, externalRefs: { text: '{}' }, notes: null });
    expect(read('{"external_refs":null,"notes":null,"contact_id":null}')).toEqual(read('{}'));
  });

  it('says where the document goes, and what is noted of it', () => {
    expect(
      read('\ufeff{"contact_id":5,"folder_id":12,"profile_id":2,"notes":"aus \\u00c4mtern\\n"}'),
    ).toMatchObject({
      target: { contactId: 5, folderId: 12, profileId: 2 },
      notes: 'aus Ämtern\n',
    });
  });

  it.each([
    '{ "b":1.0, "b":1e2,\n"10":12345678901234567890, "2":"\\u0041\\/" }',
    '{"__proto__":{"x":1},"crm":{"record_id":"ä😀\\ud83d\\ude00"},"e":[ ]}',
    `{${'"a":'.repeat(1)}${'['.repeat(63)}${']'.repeat(63)}}`,
  ])('keeps the bytes of external_refs: %s', (refs) => {
    expect(read(`{"notes":"x",\n "external_refs" :\t${refs} , "contact_id":1}`).externalRefs.text).toBe(refs);
    expect(read(`{"external\\u005frefs":${refs}}`).externalRefs.text).toBe(refs);
  });

  it.each([
    ['', 'sidecar_malformed'],
    ['{', 'sidecar_malformed'],
    ["{'contact_id':1}", 'sidecar_malformed'],
    ['[]', 'sidecar_refused'],
    ['{"contact_id":1,"contact_id":2}', 'sidecar_refused'],
    ['{"contact":1}', 'sidecar_refused'],
    ['{"contact_id":"1"}', 'sidecar_refused'],
    ['{"contact_id":1.0}', 'sidecar_refused'],
    ['{"folder_id":0}', 'sidecar_refused'],
    ['{"profile_id":2147483648}', 'sidecar_refused'],
    ['{"notes":1}', 'sidecar_refused'],
    ['{"notes":"a\\u0000"}', 'sidecar_refused'],
    [`{"notes":"${'x'.repeat(100_001)}"}`, 'sidecar_refused'],
    ['{"external_refs":[]}', 'external_refs_not_an_object'],
    ['{"external_refs":"{}"}', 'external_refs_not_an_object'],
    [`{"external_refs":{"a":"${'x'.repeat(65_536)}"}}`, 'external_refs_too_large'],
    [`{"external_refs":{"a":${'['.repeat(64)}${']'.repeat(64)}}}`, 'external_refs_too_deep'],
    [`{"external_refs":{"a":${'['.repeat(200)}${']'.repeat(200)}}}`, 'external_refs_too_deep'],
  ])('is refused: %.60s', (text, code) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code }));
  });

  it('is refused when it is not UTF-8', () => {
    expect(() => readSidecar(Buffer.from('{"notes":"\xe4"}', 'latin1'))).toThrow(
      expect.objectContaining({ code: 'not_utf8' }),
    );
  });
});
