import { describe, expect, it } from '@jest/globals';
import { findDuplicateMember } from './find-duplicate-member.js';

describe('findDuplicateMember', () => {
  it.each([
    ['{"a":1,"a":2}', '/a'],
    ['{"a":{"b":1,"c":2,"b":3}}', '/a/b'],
    ['{"a":[{"b":1},{"b":1,"b":2}]}', '/a/1/b'],
    ['{"a":[[1,2],[{"x":"," , "x":":"}]]}', '/a/1/0/x'],
    ['{"a":1,"\\u0061":2}', '/a'],
    ['{"x/y~":{"k":1,"k":1}}', '/x~1y~0/k'],
    ['{"refs":{"k":1,"k":2},"b":{"c":1,"c":2}}', '/b/c'],
    ['{"refs":1,"refs":2}', '/refs'],
    ['{"a":[{"refs":{"k":1,"k":2}},{"refs":1,"refs":2}]}', '/a/1/refs'],
    ['{"a":[{"refs":{"k":1,"k":2},"b":{"c":1,"c":2}}]}', '/a/0/b/c'],
    ['{"a":[{"b":{"refs":{"k":1,"k":2}}}]}', '/a/0/b/refs/k'],
    ['{"a":[[{"refs":{"k":1,"k":2}}]]}', '/a/0/0/refs/k'],
    ['{"a":{"b":{"refs":{"k":1,"k":2}}}}', '/a/b/refs/k'],
    ['{"a":{"refs":{"k":1,"k":2}}}', '/a/refs/k'],
    ['[{"refs":{"k":1,"k":2}}]', '/0/refs/k'],
    ['[[{"refs":{"k":1,"k":2}}]]', '/0/0/refs/k'],
  ])('finds it in %s', (text, pointer) => expect(findDuplicateMember(text, 'refs')).toBe(pointer));

  it.each([
    '{}',
    '[]',
    '"a"',
    '{"a":{"a":{"a":1}},"b":{"a":1}}',
    '[{"a":1},{"a":1}]',
    '{"a":"{\\"a\\":1,\\"a\\":2}","b":"\\\\"}',
    '{"refs":{"k":1,"k":{"z":1,"z":2}}}',
    '{"refs":[{"k":1,"k":1}],"a":1}',
    '{"a":[{"refs":{"k":1,"k":{"z":1,"z":2}}},{"b":1,"refs":[{"k":1,"k":1}]}]}',
  ])('finds none in %s', (text) => expect(findDuplicateMember(text, 'refs')).toBeUndefined());

  it('takes a deep and large text in its stride', () => {
    const depth = 100_000;
    expect(findDuplicateMember('{"a":'.repeat(depth) + '1' + '}'.repeat(depth), 'refs')).toBeUndefined();
  });
});
