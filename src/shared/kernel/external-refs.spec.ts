import { toJsonText } from './json/to-json-text.js';
import { ExternalRefs } from './external-refs.js';
import type { RawJson } from './json/raw-json.js';

const nested = (depth: number): string => '{"a":'.repeat(depth - 1) + '{}' + '}'.repeat(depth - 1);

describe('ExternalRefs', () => {
  it.each([
    ['integers that a double cannot hold', '{"id":12345678901234567890,"next":9007199254740993}'],
    [
      'the spelling of numbers',
      '{"a":1.0,"b":1e2,"c":1E-3,"d":-0,"e":1e400,"f":0.1000000000000000055511151231257827}',
    ],
    ['the order of keys that look like integers', '{"b":1,"a":2,"10":3,"2":4}'],
    ['repeated keys', '{"a":1,"b":2,"a":3}'],
    ['a member named __proto__', '{"__proto__":{"polluted":true},"constructor":1}'],
    ['escapes', '{"\\u0041":"\\/\\u00e9\\n"}'],
    ['inner white space', '{ "a" :\r\n\t[ 1 , 2 ] }'],
    ['an escaped NUL', '{"a":"\\u0000"}'],
    ['half a surrogate pair as an escape', '{"a":"\\ud800"}'],
    ['characters beyond the first plane, and U+FFFD', '{"a":"😀\ufffd\u2028"}'],
    ['depth 64', nested(64)],
  ])('keeps %s', (_, text) => {
    const refs = ExternalRefs.parse(text);
    expect(refs.text).toBe(text);
    expect(toJsonText({ external_refs: refs.toRawJson() })).toBe(`{"external_refs":${text}}`);
    expect(ExternalRefs.fromStored(refs.text).equals(refs)).toBe(true);
  });

  it('leaves out the white space around the object', () => {
    expect(ExternalRefs.parse(' \t\r\n{ "a": 1 }\n').text).toBe('{ "a": 1 }');
  });

  it.each([
    ['', 'malformed', 'external_refs_malformed', 'Unexpected end of JSON at line 1, column 1'],
    [' \n ', 'malformed', 'external_refs_malformed', 'Unexpected end of JSON'],
    ['{"a":1,\n"b":}', 'malformed', 'external_refs_malformed', 'Unexpected character } at line 2, column 5'],
    ['{} {}', 'malformed', 'external_refs_malformed', 'Unexpected character {'],
    ['{"a":01}', 'malformed', 'external_refs_malformed', 'Unexpected character 1'],
    ['{"a":"\u0000"}', 'malformed', 'external_refs_malformed', 'U+0000 must be escaped'],
    ['\u00a0{}', 'malformed', 'external_refs_malformed', 'Unexpected U+00A0'],
    ['\ufeff{}', 'malformed', 'external_refs_malformed', 'Unexpected U+FEFF'],
    [' \ufeff{}', 'malformed', 'external_refs_malformed', 'Unexpected U+FEFF'],
    ['{"a":"\ud800"}', 'malformed', 'external_refs_malformed', 'half of a surrogate pair'],
    ['{"\udc00":1}', 'malformed', 'external_refs_malformed', 'half of a surrogate pair'],
    ['[]', 'invalid', 'external_refs_not_an_object', 'JSON object'],
    ['null', 'invalid', 'external_refs_not_an_object', 'JSON object'],
    ['"{}"', 'invalid', 'external_refs_not_an_object', 'JSON object'],
    [nested(65), 'invalid', 'external_refs_too_deep', '64 levels'],
    ['{"a":' + '['.repeat(10_000), 'invalid', 'external_refs_too_deep', '64 levels'],
  ])('refuses %j', (text, kind, code, message) => {
    expect(() => ExternalRefs.parse(text)).toThrow(
      expect.objectContaining({ kind, code, message: expect.stringContaining(message) }),
    );
  });

  it('takes 65,536 bytes of UTF-8 and not one more', () => {
    const ofBytes = (bytes: number): string => `{"a":"${'é'.repeat((bytes - 9) / 2)}x"}`;
    const largest = ofBytes(65_536 - 1).replace('x', 'xx');
    expect(ExternalRefs.parse(`  ${largest}\n`).byteLength).toBe(65_536);
    const tooLarge = expect.objectContaining({ kind: 'too-large', code: 'external_refs_too_large' });
    expect(() => ExternalRefs.parse(largest.replace('xx', 'xxx'))).toThrow(tooLarge);
    expect(() => ExternalRefs.parse(`{"a":"${'x'.repeat(70_000)}"}`)).toThrow(tooLarge);
  });

  it('is {} when never set', () => {
    expect(ExternalRefs.EMPTY.text).toBe('{}');
    expect(ExternalRefs.EMPTY.byteLength).toBe(2);
    expect(ExternalRefs.parse('{ }').equals(ExternalRefs.EMPTY)).toBe(false);
  });

  const refs = (text: string): ExternalRefs => ExternalRefs.parse(text);
  const json = (text: string): RawJson => ExternalRefs.parseMember(text);
  const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

  it.each([
    ['{"a": 1.0 ,"b":2}', 'a', '1.0'],
    ['{"a":1,"a":[ ]}', 'a', '[ ]'],
    [String.raw`{"\u0061":"\u0000"}`, 'a', String.raw`"\u0000"`],
    ['{"__proto__":{"x":1}}', '__proto__', '{"x":1}'],
    ['{"":null}', '', 'null'],
    ['{"a":{"b":1}}', 'b', undefined],
    ['{}', 'constructor', undefined],
  ])('of %s, gives the member %j by its text', (text, name, expected) => {
    expect(refs(text).member(name)?.text).toBe(expected);
  });

  it('sets and removes a member, and nothing else', () => {
    const given = refs('{ "a" : 1.0,\n"b":{"c":1,"c":2} }');
    expect(given.withMember('a', json(' 2e0 ')).text).toBe('{ "a" : 2e0,\n"b":{"c":1,"c":2} }');
    expect(given.withMember('n"\u0000', json('[1]')).text).toBe(
      String.raw`{ "a" : 1.0,` + '\n' + String.raw`"b":{"c":1,"c":2},"n\"\u0000":[1] }`,
    );
    expect(given.withoutMember('a').text).toBe('{ "b":{"c":1,"c":2} }');
    expect(given.withoutMember('c').equals(given)).toBe(true);
  });

  it('merges a patch, and keeps what it does not name', () => {
    const given = refs('{ "a" : {"x": 1.0 , "y":2},"b":[1.0] }');
    const merged = given.merged(
      ExternalRefs.parsePatch(' {"a":{"y":null,"z":1e1},"b":{"n":null},"c":null} '),
    );
    expect(merged.text).toBe('{ "a" : {"x": 1.0,"z":1e1},"b":{} }');
    expect(given.merged(ExternalRefs.parsePatch('{}')).text).toBe(given.text);
    expect(() => ExternalRefs.parsePatch('null')).toThrow(
      expect.objectContaining({ code: 'external_refs_not_an_object' }),
    );
  });

  it('stays within its limits, whichever way it is changed', () => {
    const large = refs(`{"a":"${'é'.repeat(32_000)}"}`);
    const more = `"${'x'.repeat(1_600)}"`;
    const tooLarge = expect.objectContaining({ code: 'external_refs_too_large' });
    expect(() => large.withMember('b', json(more))).toThrow(tooLarge);
    expect(() => large.merged(ExternalRefs.parsePatch(`{"b":${more}}`))).toThrow(tooLarge);
    expect(() => json(`"${'x'.repeat(65_536)}"`)).toThrow(tooLarge);
    expect(large.withMember('a', json(more)).text).toBe(`{"a":${more}}`);
    const tooDeep = expect.objectContaining({ code: 'external_refs_too_deep' });
    expect(() => json(deep(64))).toThrow(tooDeep);
    expect(() => ExternalRefs.parsePatch(`{"a":${deep(64)}}`)).toThrow(tooDeep);
    const deepest = refs('{}').withMember('a', json(deep(63)));
    expect(ExternalRefs.parse(deepest.text).text).toBe(deepest.text);
  });

  it.each(['', '{', '1 2', '\ufeff1', '"\ud800"'])('takes no member that is no JSON: %j', (text) => {
    expect(() => json(text)).toThrow(expect.objectContaining({ code: 'external_refs_malformed' }));
  });

  it.each<[string, [string, string][]]>([
    ['{}', []],
    [
      '{"a":{"record_id":"1"},"b":{"x":1,"record_id":1.50}}',
      [
        ['a', '1'],
        ['b', '1.50'],
      ],
    ],
    [String.raw`{"\u0061":{"record\u005fid":"\u0000\/é"}}`, [['a', '\u0000/é']]],
    ['{"a":{"record_id":"1","record_id":"2"},"b":{"record_id":"1"},"b":7}', [['a', '2']]],
    ['{"a":{"record_id":"1"},"a":{"record_id":"2"}}', [['a', '2']]],
    ['{"a":{"record_id":-12345678901234567890}}', [['a', '-12345678901234567890']]],
    ['{"a":null,"b":[{"record_id":"1"}],"c":"record_id","record_id":"1"}', []],
    ['{"a":{"record_id":null},"b":{"record_id":true},"c":{"record_id":{}},"d":{"id":"1"}}', []],
    ['{"__proto__":{"record_id":""}}', [['__proto__', '']]],
  ])('of %s, knows the records', (text, expected) => {
    expect([...refs(text).recordIds()]).toEqual(expected);
  });
});
