// How countries write amounts and dates.

/** @typedef {'1,234.50' | '1.234,50' | '1 234,50' | '1’234.50' | "1'234.50"} NumberStyle */

const GROUPING = { '1,234.50': ',', '1.234,50': '.', '1 234,50': '\u00a0', '1’234.50': '’', "1'234.50": "'" };

/**
 * @param {string} amount as in the truth: `1234.50`
 * @param {NumberStyle} style
 */
export function number(amount, style) {
  const [whole = '', fraction] = amount.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, GROUPING[style]);
  const decimal = style.includes(',50') ? ',' : '.';
  return `${amount.startsWith('-') ? '-' : ''}${grouped}${fraction === undefined ? '' : decimal + fraction}`;
}

/** @param {string} amount @param {import('./locales.mjs').Locale} locale */
export function money(amount, locale) {
  const minus = amount.startsWith('-') ? '-' : '';
  return minus + locale.money.replace('#', () => number(amount.replace('-', ''), locale.numbers));
}

/**
 * @param {string} date `YYYY-MM-DD`
 * @param {string} style
 * @param {readonly string[]} months
 */
export function date(date, style, months) {
  const [year = '', month = '', day = ''] = date.split('-');
  const values = /** @type {Record<string, string>} */ ({
    yyyy: year,
    yy: year.slice(2),
    mm: month,
    dd: day,
    d: String(Number(day)),
    m: String(Number(month)),
    Month: months[Number(month) - 1] ?? '',
    Mon: (months[Number(month) - 1] ?? '').slice(0, 3),
  });
  return style.replace(/yyyy|yy|mm|dd|Month|Mon|\bd\b|\bm\b/g, (part) => values[part] ?? part);
}
