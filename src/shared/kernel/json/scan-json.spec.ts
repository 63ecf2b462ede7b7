import fc from 'fast-check';
import { JsonScan, JsonScanError, scanJson } from './scan-json.js';

const numRuns = Number(process.env.FC_RUNS ?? 3000);
const scan = (text: string, maxDepth = 1_000_000): JsonScan => scanJson(text, { maxDepth });

function failureOf(text: string, maxDepth?: number): JsonScanError {
  try {
    scan(text, maxDepth);
  } catch (error) {
    if (error instanceof JsonScanError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

function accepts(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof JsonScanError) return false;
    throw error;
  }
}

const agrees = (text: string): void =>
  expect([text, accepts(() => scan(text))]).toEqual([text, accepts(() => JSON.parse(text))]);

describe('scanJson', () => {
  /** Around what its buffer holds at first: 65,536 units and one that ends them. */
  it.each([65_535, 65_536, 65_537, 131_072])(
    'reads a text of %d units to its end, and no further',
    (length) => {
      const array = `[${'1'.repeat(length - 2)}]`;
      const text = `"${'x'.repeat(length - 2)}"`;
      for (const whole of [array, text]) {
        expect(scan(whole)).toMatchObject({ start: 0, end: length });
        agrees(whole.slice(0, -1)); // behind it, the buffer still holds what closes it
        agrees(`${whole.slice(0, -1)} `);
        agrees(`${whole}1`);
      }
      expect(scan(array).elements).toEqual([{ start: 1, end: length - 1 }]);
    },
  );

  it('sees nothing of a longer text that it has scanned before', () => {
    const long = `[1${','.padEnd(200_000, ' ')}2]`;
    for (const [before, short] of [
      [long, '[1'],
      ['{"a":1}', '{"a":'],
      ['"abc"', '"ab'],
      ['123456', '12'],
      ['true', 'tru'],
      ['[1]]', '[1'],
      ['1e5', '1e'],
    ] as const) {
      accepts(() => scan(before));
      agrees(short);
    }
    accepts(() => scan('123456'));
    expect(scan('12')).toMatchObject({ start: 0, end: 2 });
    accepts(() => scan(long));
    expect(scan('[3]').elements).toEqual([{ start: 1, end: 2 }]);
  });

  it.each([
    ['0'],
    ['-0'],
    ['-'],
    ['+1'],
    ['01'],
    ['-01'],
    ['1.'],
    ['.5'],
    ['1.5.2'],
    ['1e5'],
    ['1E-07'],
    ['1e'],
    ['1e+'],
    ['1e400'],
    ['123456789012345678901234567890.000'],
    ['0x10'],
    ['NaN'],
    ['Infinity'],
    ['-Infinity'],
    ['nul'],
    ['nulll'],
    ['True'],
    [''],
    [' '],
    ['\t\n\r 1 \t\n\r'],
    ['\u00a01'],
    ['\ufeff1'],
    ['1\u2028'],
    ['\v1'],
    ['\f1'],
    ['"a\tb"'],
    ['"\u0000"'],
    ['"\u007f\u2028\u2029"'],
    ['"\\u0000"'],
    ['"\\ud800"'],
    ['"\ud800"'],
    ['"\\uD83D\\uDE00"'],
    ['"\\u12G4"'],
    ['"\\u12'],
    ['"\\x41"'],
    ['"\\'],
    ['"\\"'],
    ['"\\/\\b\\f\\n\\r\\t\\"\\\\"'],
    ["'a'"],
    ['{a:1}'],
    ['{"a":1,}'],
    ['{,}'],
    ['{"a" 1}'],
    ['{"a"}'],
    ['{"a":}'],
    ['{"a":1 "b":2}'],
    ['{"a":1,"a":2}'],
    ['{"__proto__":{"x":1}}'],
    ['{ } '],
    ['[]'],
    ['[,]'],
    ['[1,]'],
    ['[1 2]'],
    ['[1}'],
    ['{"a":1]'],
    ['[1]]'],
    ['[[1]'],
    ['1 2'],
    ['// c\n1'],
  ])('agrees with JSON.parse about %j', agrees);

  it('agrees with JSON.parse about long strings', () => {
    for (const end of ['"', '\\n"', '\n"', '\\""', '\\\\"', '\\q"', '\\', '\u0000"']) {
      agrees(`"${'x'.repeat(5000)}${end}`);
      agrees(`"\\n${'é'.repeat(30)}\\u00e9${'x'.repeat(30)}${end}`);
    }
  });

  const jsonText = fc.oneof(
    fc.json(),
    fc.jsonValue({ maxDepth: 5 }).map((value) => JSON.stringify(value, null, 2)),
  );
  const jsonish = fc
    .array(
      fc.constantFrom(
        ...'{}[],:"\\ \n\t-+.eE019tfnu/bx',
        ...[
          '"a"',
          '"',
          'true',
          'null',
          '\\u00e9',
          '\\ud800',
          '\ud800',
          '\udc00',
          'é',
          '😀',
          '\u0000',
          '\ufeff',
        ],
        '\u00a0',
        '"a string longer than a short run',
      ),
      { maxLength: 12 },
    )
    .map((pieces) => pieces.join(''));

  it('accepts what JSON.parse accepts, and nothing else', () => {
    const mutated = fc
      .tuple(jsonText, fc.nat(), fc.nat({ max: 2 }), jsonish)
      .map(([text, position, removed, inserted]) => {
        const at = position % (text.length + 1);
        return text.slice(0, at) + inserted + text.slice(at + removed);
      });
    const anything = fc.string({ unit: 'binary', maxLength: 20 });
    fc.assert(fc.property(fc.oneof(jsonText, jsonish, mutated, anything), agrees), { numRuns });
  });

  it('gives name and source of every top-level member, repeated ones included', () => {
    const space = fc.string({ unit: fc.constantFrom(' ', '\n', '\r', '\t'), maxLength: 3 });
    const escapeAll = (key: string): string =>
      `"${key
        .split('')
        .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .join('')}"`;
    const member = fc.record({
      key: fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('a', '__proto__', '10', '')),
      escaped: fc.boolean(),
      value: jsonText,
      space,
    });
    fc.assert(
      fc.property(fc.array(member, { maxLength: 6 }), space, (members, around) => {
        const keyTexts = members.map(({ key, escaped }) => (escaped ? escapeAll(key) : JSON.stringify(key)));
        const inner = members.map(
          ({ value, space }, index) => `${space}${keyTexts[index]}${space}:${space}${value}`,
        );
        const text = `${around}{${inner.join(',')}${around}}${around}`;

        const found = scan(text);

        expect(found.kind).toBe('object');
        expect(text.slice(found.start, found.end)).toBe(text.trim());
        expect(found.members.map(({ key }) => key)).toEqual(members.map(({ key }) => key));
        expect(found.members.map(({ keyStart, keyEnd }) => text.slice(keyStart, keyEnd))).toEqual(keyTexts);
        expect(found.members.map(({ valueStart, valueEnd }) => text.slice(valueStart, valueEnd))).toEqual(
          members.map(({ value }) => value),
        );
      }),
      { numRuns: Math.ceil(numRuns / 5) },
    );
  });

  it('gives no members for members of inner objects', () => {
    expect(scan('[{"a":1}]')).toMatchObject({ kind: 'array', start: 0, end: 9, members: [] });
    expect(scan('{"a":{"b":1},"c":[{"d":2}]}').members.map(({ key }) => key)).toEqual(['a', 'c']);
    expect(scan(' "a" ')).toEqual({ kind: 'scalar', start: 1, end: 4, members: [], elements: [] });
  });

  it('gives the places of the elements of an array at the top, and of no other', () => {
    const space = fc.string({ unit: fc.constantFrom(' ', '\n'), maxLength: 2 });
    fc.assert(
      fc.property(fc.array(jsonText, { maxLength: 6 }), space, (values, ws) => {
        const text = `${ws}[${values.map((value) => ws + value.trim() + ws).join(',')}${ws}]${ws}`;
        const found = scan(text).elements.map(({ start, end }) => text.slice(start, end));
        expect(found).toEqual(values.map((value) => value.trim()));
      }),
      { numRuns: Math.ceil(numRuns / 5) },
    );
    expect(scan('{"a":[1,2]}').elements).toEqual([]);
  });

  it('scans a span alone, with positions in the whole text', () => {
    const text = '{"outer": {"a":1, "b":[2]} , nonsense';
    const found = scanJson(text, { maxDepth: 2, start: 10, end: 26 });
    expect(found.members.map(({ key, valueStart }) => [key, valueStart])).toEqual([
      ['a', 15],
      ['b', 22],
    ]);
    for (let end = 11; end < 26; end++) {
      expect(() => scanJson(text, { maxDepth: 2, start: 10, end })).toThrow(/Unexpected end of JSON/);
    }
    for (const token of ['true', '12', '1.5', '1e5', '"abc"', '"\\u0041"', `"${'x'.repeat(50)}"`]) {
      expect(scanJson(`${token}${token}`, { maxDepth: 0, start: 0, end: token.length }).end).toBe(
        token.length,
      );
    }
  });

  it.each([
    ['{"a":1,\n\n  "b": ', 'Unexpected end of JSON at line 3, column 8', 16],
    ['', 'Unexpected end of JSON at line 1, column 1', 0],
    ['{"a":\n  x}', 'Unexpected character x at line 2, column 3', 8],
    ['{"a"=1}', 'Unexpected character = at line 1, column 5', 4],
    ['\ufeff{}', 'Unexpected U+FEFF at line 1, column 1', 0],
    ['["a\nb"]', 'Control character U+000A must be escaped at line 1, column 4', 3],
    ['["\\x"]', 'Unknown escape in a string at line 1, column 3', 2],
    ['["\\u12x4"]', 'A \\u escape needs four hexadecimal digits at line 1, column 3', 2],
    ['[01]', 'Unexpected character 1 at line 1, column 3', 2],
  ])('says where %j fails', (text, message, offset) => {
    expect(failureOf(text)).toMatchObject({ reason: 'malformed', message, offset });
  });

  it('counts an empty object or array as one level', () => {
    expect(scan('{}', 1).kind).toBe('object');
    expect(scan('{"a":[]}', 2).members).toHaveLength(1);
    expect(failureOf('{"a":[]}', 1).reason).toBe('too-deep');
    expect(failureOf('{"ok":[1],"bad":{"x":[[]]}}', 3)).toMatchObject({
      reason: 'too-deep',
      message: 'JSON nests deeper than 3 levels at line 1, column 23',
      member: 'bad',
    });
  });

  it('neither recurses nor slows down on a million nested arrays', () => {
    const million = 1_000_000;
    expect(failureOf('['.repeat(million), 64)).toMatchObject({ reason: 'too-deep', offset: 64 });
    expect(failureOf('['.repeat(million), million).message).toMatch(/^Unexpected end of JSON/);
    expect(scan('['.repeat(million) + ']'.repeat(million)).end).toBe(2 * million);
    expect(scan('{"a":'.repeat(million) + '1' + '}'.repeat(million)).members).toHaveLength(1);
  });
});
