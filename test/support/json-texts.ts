import fc from 'fast-check';

const space = fc.string({ unit: fc.constantFrom(' ', '\n', '\r', '\t'), maxLength: 2 });

const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 25 });
const number = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.oneof(
      fc.constant('0'),
      digits.map((text) => text.replace(/^0+/, '') || '0'),
    ),
    fc.option(digits, { nil: undefined }),
    fc.option(fc.tuple(fc.constantFrom('e', 'E', 'e+', 'E-', 'e-'), digits), { nil: undefined }),
  )
  .map(
    ([sign, whole, fraction, exponent]) =>
      sign + whole + (fraction === undefined ? '' : `.${fraction}`) + (exponent ? exponent.join('') : ''),
  );

const character = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...'abz019_-:/. {}[],') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...['é', 'ß', '中', '😀', '\u007f', '\u0080', '\u2028', '\u2029', '\ufeff', '\ufffd', '\uffff'],
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...['\\"', '\\\\', '\\/', '\\b', '\\f', '\\n', '\\r', '\\t', '\\u0000', '\\u0041', '\\uD83D\\uDE00'],
      ...['\\ud800', '\\uDFFF', '\\u00e9', '\\u2028'],
    ),
  },
  fc.integer({ min: 0x20, max: 0xd7ff }).map((code) => {
    const text = String.fromCharCode(code);
    return text === '"' || text === '\\' ? `\\${text}` : text;
  }),
);
const text = fc.string({ unit: character, maxLength: 12 }).map((inside) => `"${inside}"`);
const name = fc.oneof(
  { weight: 3, arbitrary: text },
  fc.constantFrom(
    '"a"',
    '"b"',
    '"10"',
    '"2"',
    '""',
    '"__proto__"',
    '"constructor"',
    '"toJSON"',
    '"record_id"',
  ),
);

const { object, value } = fc.letrec<{ object: string; value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom('null', 'true', 'false', '{}', '[]'),
    number,
    text,
    fc
      .tuple(fc.array(fc.tuple(space, tie('value'), space), { maxLength: 4 }), space)
      .map(([values, ws]) => `[${values.length === 0 ? ws : values.map((each) => each.join('')).join(',')}]`),
    tie('object'),
  ),
  object: fc
    .tuple(
      fc.array(fc.tuple(space, name, space, fc.constant(':'), space, tie('value'), space), { maxLength: 5 }),
      space,
    )
    .map(
      ([members, ws]) => `{${members.length === 0 ? ws : members.map((each) => each.join('')).join(',')}}`,
    ),
}));

/** Texts of JSON objects in every spelling that RFC 8259 allows, names given twice included. */
export const jsonObjectTexts = object;

/** Texts of any JSON value. */
export const jsonValueTexts = value;

/** Texts of which some are JSON and most are nearly so. */
export const nearlyJsonTexts = fc
  .tuple(
    fc.oneof(object, value),
    fc.nat(),
    fc.nat({ max: 2 }),
    fc.string({ unit: fc.constantFrom(...'{}[],:"\\ \n-+.eE01x\u0001\u00a0\ufeff'), maxLength: 3 }),
  )
  .map(([whole, position, removed, inserted]) => {
    const at = position % (whole.length + 1);
    return whole.slice(0, at) + inserted + whole.slice(at + removed);
  });
