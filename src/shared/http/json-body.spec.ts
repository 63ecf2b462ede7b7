import { describe, expect, it } from '@jest/globals';
import { JsonBody } from './json-body.js';

describe('JsonBody', () => {
  const ofEach = (text: string): (string | undefined)[] =>
    new JsonBody(Buffer.from(text)).memberOfEach('list', 'refs');

  it.each([
    ['{"list":[]}', []],
    ['{"other":[{"refs":1}]}', []],
    ['{"list":{"refs":1}}', []],
    [
      '{"list":[{"refs": { "n" : 1.0 } },{},7,null,["refs"],{"refs":null}]}',
      ['{ "n" : 1.0 }', undefined, undefined, undefined, undefined, 'null'],
    ],
    [String.raw`{"list":[{"a":{"refs":1},"r\u0065fs":{"k":1}}]}`, ['{"k":1}']],
    ['\ufeff{ "list" : [ {"refs":"é"} ] }', ['"é"']],
  ])('%s has in each element the text of a member', (text, expected) => {
    expect(ofEach(text)).toEqual(expected);
  });

  it.each(['{"list":[{"refs":1,"refs":2}]}', '{"list":[{"refs":{"k":1,"k":2}}]}'])(
    'refuses names that are there twice, where they are not those of external_refs: %s',
    (text) => {
      expect(() => ofEach(text)).toThrow(expect.objectContaining({ code: 'duplicate_member' }));
    },
  );

  it('gives external_refs of each as they were sent, whatever is there twice in them', () => {
    const body = new JsonBody(
      Buffer.from('{"list":[{"external_refs":{"k":1.0,"k":[ ]}},{"external_refs":{}}]}'),
    );
    expect(body.memberOfEach('list', 'external_refs')).toEqual(['{"k":1.0,"k":[ ]}', '{}']);
  });
});
