const BYTES = 65_536;

/**
 * As many pieces as go into 64 KiB. Made of bytes: a text that was put together of others is slower to read.
 * @param {string} start @param {(index: number) => string} piece @param {string} end
 */
function filled(start, piece, end) {
  const pieces = [];
  let bytes = Buffer.byteLength(start + end);
  for (let index = 0; ; index++) {
    const next = piece(index);
    bytes += Buffer.byteLength(next) + 1;
    if (bytes > BYTES) break;
    pieces.push(next);
  }
  return Buffer.from(start + pieces.join() + end).toString();
}

/** @param {(index: number) => string} value */
const members = (value) => filled('{', (index) => `"m${index}":${value(index)}`, '}');
/** @param {(index: number) => string} value */
const elements = (value) => filled('{"a":[', value, ']}');

/** @type {Record<string, string>} */
export const shapes = {
  'records of systems': members(
    (index) =>
      `{"record_id":"001Qy${index}nXt2IAF","record_type":"Opportunity","record_url":"https://crm.example/o/${index}"}`,
  ),
  'records with white space': filled(
    '{',
    (index) =>
      `\n  "system_${index}": {\n    "record_id": "001Qy${index}",\n    "record_type": "Opportunity"\n  }`,
    '\n}',
  ),
  'many small members': members(String),
  'short strings': elements((index) => `"id-${index}"`),
  'long strings': members(() => `"${'Ordered by telephone, to be paid in June. '.repeat(50)}"`),
  'long strings beyond ASCII': members(() => `"${'Zürich, 東京, Łódź 😀 '.repeat(50)}"`),
  escapes: members(() => String.raw`"C:\\files\\\u00e9\n\"quoted\" and so on"`),
  'whole numbers': elements((index) => String((index * 7919) % 1_000_000)),
  'decimal numbers': elements((index) => (index * 1.2345678).toFixed(6)),
  'true, false and null': elements((index) => ['true', 'false', 'null'][index % 3]),
  'deep nesting': members((index) => `${'{"a":['.repeat(30)}${index}${']}'.repeat(30)}`),
};
