import { toJsonText } from './json/to-json-text.js';
import { ExternalRefs } from './external-refs.js';

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
});
