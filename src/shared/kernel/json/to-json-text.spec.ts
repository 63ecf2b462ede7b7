import fc from 'fast-check';
import { RawJson } from './raw-json.js';
import { toJsonText } from './to-json-text.js';

const numRuns = Number(process.env.FC_RUNS ?? 3000);

describe('toJsonText', () => {
  it('writes what JSON.stringify writes', () => {
    const anything = fc.anything({
      withBigInt: false,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
      withUnicodeString: true,
    });
    fc.assert(
      fc.property(anything, (value) => {
        expect(toJsonText({ value, list: [value] })).toBe(JSON.stringify({ value, list: [value] }));
      }),
      { numRuns },
    );
  });

  it.each([
    [{ a: undefined, b: () => 1, c: Symbol('c'), d: [undefined, () => 1, Symbol('d')] }],
    [{ n: [NaN, Infinity, -0, 1e21] }],
    [{ when: new Date(0), never: new Date(NaN) }],
    [{ toJSON: (key: string) => `key ${key}`, inner: { toJSON: (key: string) => [key] } }],
    [[{ toJSON: (key: string) => key }]],
    [{ 10: 1, 2: 2, b: 3, a: 4 }],
    ['\ud800 "\u2028\u0000'],
    [null],
  ])('agrees with JSON.stringify about special case %#', (value) => {
    expect(toJsonText(value)).toBe(JSON.stringify(value));
  });

  it('emits raw text verbatim, wherever it stands', () => {
    const raw = new RawJson('{ "b":1.0, "b":1e2,\n"10":12345678901234567890, "2":"\\u0041\\/" }');
    const made = { toJSON: () => raw };
    expect(toJsonText(raw)).toBe(raw.text);
    expect(toJsonText({ a: raw, list: [raw, made], gone: undefined })).toBe(
      `{"a":${raw.text},"list":[${raw.text},${raw.text}]}`,
    );
  });

  it('refuses what has no JSON text', () => {
    expect(() => toJsonText(undefined)).toThrow(TypeError);
    expect(() => toJsonText({ big: 1n })).toThrow(TypeError);
  });
});
