import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonObjectTexts, jsonValueTexts } from '../../../test/support/json-texts.js';
import { elementSpans, findMember, memberSpans, skipSpace } from './json-spans.js';

const RUNS = 2_000;
const slices = (text: string, spans: Iterable<{ start: number; end: number }>): string[] =>
  [...spans].map(({ start, end }) => text.slice(start, end));

describe('json-spans', () => {
  it.each([
    ['{}', []],
    [' { "a" : 1.0 , "b":[ 1e2,{"c":"]}"}] }\n', ['1.0', '[ 1e2,{"c":"]}"}]']],
    ['{"a":"\\"}\\\\","b":"\\\\\\"","c":"\\\\"}', ['"\\"}\\\\"', '"\\\\\\""', '"\\\\"']],
    ['{"a":-0,"b":12345678901234567890,"c":true,"d":null}', ['-0', '12345678901234567890', 'true', 'null']],
    ['{"a":"é😀\\ud800","b":{"":{}}}', ['"é😀\\ud800"', '{"":{}}']],
  ])('finds the members of %s', (text, values) => {
    expect(slices(text, memberSpans(text, text.indexOf('{')))).toEqual(values);
  });

  it('knows a name by what it says, not by its spelling', () => {
    const text = '{"\\u0065xternal_refs":{"a":1}}';
    expect(findMember(text, 'external_refs', 0)).toEqual({ key: 'external_refs', start: 22, end: 29 });
    expect(findMember(text, 'refs', 0)).toBeUndefined();
  });

  it('takes the last of several', () => {
    const text = '{"a":1,"b":2,"a":3.0}';
    expect(slices(text, [findMember(text, 'a', 0)!])).toEqual(['3.0']);
  });

  it('looks at one level only', () => {
    const text = '{"deep":{"external_refs":1},"text":"\\"external_refs\\":2"}';
    expect(findMember(text, 'external_refs', 0)).toBeUndefined();
  });

  it('needs no stack for depth', () => {
    const deep = `${'[{"a":'.repeat(500_000)}1${'}]'.repeat(500_000)}`;
    const text = `{"before":${deep},"external_refs":${deep} }`;
    const { start, end } = findMember(text, 'external_refs', 0)!;
    expect(text.slice(start, end) === deep).toBe(true);
  });

  it('cuts any value out, wherever it stands', () => {
    const space = fc.string({ unit: fc.constantFrom(' ', '\n', '\r', '\t'), maxLength: 2 });
    fc.assert(
      fc.property(
        jsonObjectTexts,
        jsonValueTexts,
        space,
        space,
        jsonObjectTexts,
        (a, value, left, right, b) => {
          const text = `{"x":${a},"external_refs":${left}${value}${right},"external_ref":${b}}`;
          const { start, end } = findMember(text, 'external_refs', 0)!;
          expect(text.slice(start, end)).toBe(value.trim());
          const parsed = JSON.parse(text) as { external_refs: unknown };
          expect(JSON.parse(text.slice(start, end))).toEqual(parsed.external_refs);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('sees the members that JSON.parse sees', () => {
    fc.assert(
      fc.property(jsonObjectTexts, (text) => {
        const parsed = JSON.parse(text) as Record<string, unknown>;
        const found = new Map(
          [...memberSpans(text, 0)].map(({ key, start, end }) => [key, text.slice(start, end)]),
        );
        expect([...found.keys()].sort()).toEqual(Object.keys(parsed).sort());
        for (const [key, slice] of found) {
          expect(JSON.parse(slice)).toEqual(Object.getOwnPropertyDescriptor(parsed, key)?.value);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('sees the elements that JSON.parse sees', () => {
    fc.assert(
      fc.property(fc.array(jsonValueTexts, { maxLength: 4 }), (values) => {
        const text = `[${values.join(' , ')}]`;
        expect(slices(text, elementSpans(text, 0)).map((slice) => JSON.parse(slice) as unknown)).toEqual(
          JSON.parse(text),
        );
      }),
      { numRuns: RUNS },
    );
  });

  it('skips the white space of JSON and no other', () => {
    expect(skipSpace(' \n\r\t\u00a0', 0)).toBe(4);
    expect(skipSpace('  ', 0)).toBe(2);
  });
});
