import { expect, it } from '@jest/globals';
import { confidenceLabel } from './confidence.js';

it.each([
  [100, 'High'],
  [90, 'High'],
  [89, 'Good'],
  [70, 'Good'],
  [69, 'Low'],
  [50, 'Low'],
  [49, 'Poor'],
  [0, 'Poor'],
  [null, null],
])('%s is %s', (score, label) => {
  expect(confidenceLabel(score)).toBe(label);
});
