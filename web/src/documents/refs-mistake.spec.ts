import { describe, expect, it } from '@jest/globals';
import { refsMistake } from './refs-mistake.js';

describe('refsMistake', () => {
  it.each(['', ' \n', '{}', ' {"crm": {"record_id": 1.0}}\n'])('has nothing against %j', (text) => {
    expect(refsMistake(text)).toBeUndefined();
  });

  it.each(['[]', 'null', '"crm"', '{"crm": ', "{'crm': 1}"])('says what %j is not', (text) => {
    expect(refsMistake(text)).toMatch(/not a JSON object/);
  });
});
