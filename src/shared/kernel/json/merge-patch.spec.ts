import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mergePatch } from './merge-patch.js';

describe('mergePatch', () => {
  // The examples of RFC 7396, appendix A.
  test.each([
    ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
    ['{"a":"b"}', '{"a":null}', '{}'],
    ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
    ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
    ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
    ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
    ['["a","b"]', '["c","d"]', '["c","d"]'],
    ['{"a":"b"}', '["c"]', '["c"]'],
    ['{"a":"foo"}', 'null', 'null'],
    ['{"a":"foo"}', '"bar"', '"bar"'],
    ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
    ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
    ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
  ])('%s with %s is %s', (target, patch, expected) => {
    expect(mergePatch(target, patch)).toBe(expected);
  });

  test.each([
    ['{ "a":{ "b":1.0, "c" : 1e2 } }', '{"a":{"b":2}}', '{ "a":{ "b":2, "c" : 1e2 } }'],
    ['{"a":1}', '{"b":{ "c" : 1.0 ,"d":[null ] }}', '{"a":1,"b":{ "c" : 1.0 ,"d":[null ] }}'],
    ['{"a":1,"a":{"x":1,"y":2}}', '{"a":{"x":3}}', '{"a":{"x":3,"y":2}}'],
    ['{"a":1}', '{"a":null,"a":2}', '{"a":2}'],
    [String.raw`{"\u0061":1}`, String.raw`{"a":2,"\u0062":3}`, String.raw`{"\u0061":2,"\u0062":3}`],
  ])('keeps bytes: %s with %s is %s', (target, patch, expected) => {
    expect(mergePatch(target, patch)).toBe(expected);
  });

  test('means what the algorithm of the RFC means', () => {
    const key = fc.constantFrom('a', 'b', 'c');
    const json = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, fc.constantFrom(null, 1, 'x', [1, null]), tie('object')),
      object: fc.dictionary(key, tie('value'), { noNullPrototype: true }),
    })).value;
    fc.assert(
      fc.property(json, json, (target, patch) => {
        const merged = mergePatch(JSON.stringify(target), JSON.stringify(patch, null, 1));
        expect(JSON.parse(merged)).toEqual(apply(target, patch));
      }),
      { numRuns: 500 },
    );
  });
});

/** RFC 7396, section 2. */
function apply(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = apply(result[name], value);
  }
  return result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
