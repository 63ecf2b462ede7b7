import { spread } from './statistics.mjs';

/**
 * @typedef {object} Finding a line of the report
 * @property {string} what
 * @property {string} measured
 * @property {string} target
 * @property {boolean | null} met null: it could not be measured here
 */

/**
 * A ratio that must not fall below a bound. A stretch goal is shown, and does not decide.
 * @param {string} what @param {readonly number[]} ratios @param {{ target: number, stretch?: number }} bound
 * @returns {Finding}
 */
export function ratioFinding(what, ratios, { target, stretch }) {
  const { median } = spread(ratios);
  const reached = stretch !== undefined && median >= stretch ? ', reached' : '';
  return {
    what,
    measured: showSpread(ratios, 2),
    target: `≥ ${target}${stretch === undefined ? '' : ` (stretch ${stretch}${reached})`}`,
    met: median >= target,
  };
}

/**
 * A ratio that must not rise above a bound.
 * @param {string} what @param {readonly number[]} ratios @param {number} most
 * @returns {Finding}
 */
export function mostFinding(what, ratios, most) {
  return { what, measured: showSpread(ratios, 2), target: `≤ ${most}`, met: spread(ratios).median <= most };
}

/** @param {readonly number[]} values @param {number} digits */
export function showSpread(values, digits) {
  const { median, min, max } = spread(values);
  const shown = (/** @type {number} */ value) =>
    value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });
  return values.length === 1 ? shown(median) : `${shown(median)} (${shown(min)} to ${shown(max)})`;
}
