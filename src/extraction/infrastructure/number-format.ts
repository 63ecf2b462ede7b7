import { Parser } from 'htmlparser2';

/** The formats that a workbook does not spell out (ECMA-376, part 1, 18.8.30), as far as they show numbers. */
const BUILT_IN: Record<number, string> = {
  ...{ 1: '0', 2: '0.00', 3: '0', 4: '0.00', 5: '0', 6: '0', 7: '0.00', 8: '0.00', 9: '0%', 10: '0.00%' },
  ...{ 37: '0', 38: '0', 39: '0.00', 40: '0.00', 41: '0', 42: '0', 43: '0.00', 44: '0.00' },
};

/** The number formats of the cell styles of a workbook, by the index of the style. */
export function numberFormatsOf(styles: string): string[] {
  const codes: Record<number, string> = { ...BUILT_IN };
  const formats: string[] = [];
  let inCellStyles = false;
  const parser = new Parser(
    {
      onopentag(qualified, { numFmtId = '', formatCode = '' }) {
        const name = qualified.replace(/^.*:/, '');
        if (name === 'numFmt') codes[Number(numFmtId)] = formatCode;
        if (name === 'cellXfs') inCellStyles = true;
        if (name === 'xf' && inCellStyles) formats.push(codes[Number(numFmtId)] ?? '');
      },
      onclosetag(name) {
        if (name.endsWith('cellXfs')) inCellStyles = false;
      },
    },
    { xmlMode: true },
  );
  parser.end(styles);
  return formats;
}

/** Excel allows no longer ones. */
const LONGEST_FORMAT = 255;

/**
 * A number with the decimals, the currency and the percent sign that its format gives it; always with a decimal
 * point and without groups. null: the format does not say how a number looks ("General", dates, fractions).
 */
export function shownNumber(value: number, format: string): string | null {
  if (format.length > LONGEST_FORMAT) return null;
  const sections = format.split(';');
  const code = (value < 0 && sections[1] ? sections[1] : sections[0]!)
    .replace(/\[\$([^\]-]*)[^\]]*\]/g, '"$1"') // [$€-407]
    .replace(/\[[^\]]*\]/g, '') // [Red]
    .replace(/[_*]./g, '') // room as wide as a character; a character that fills the cell
    .replace(/\\(.)/g, '"$1"');
  const plain = code.replace(/"[^"]*"/g, '');
  const digits = /[#0?][#0?,]*(?:\.([#0?]*))?/.exec(plain);
  if (!digits || /[a-z@/]/i.test(plain) || /[#0?].*[^#0?,.].*[#0?]/.test(plain) || /,(?![#0?])/.test(plain)) {
    return null;
  }
  const scaled = plain.includes('%') ? value * 100 : value;
  const number = Math.abs(scaled).toFixed(Math.min(digits[1]?.length ?? 0, 15));
  const [before = '', after = ''] = code
    .replace(digits[0], '\0')
    .replace(/["()+-]/g, '')
    .split('\0');
  return `${value < 0 ? '-' : ''}${[before.trim(), number, after.trim()].filter(Boolean).join(' ')}`.replace(
    / %$/,
    '%',
  );
}
