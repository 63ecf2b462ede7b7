import { describe, expect, it } from '@jest/globals';
import { isWebAddress, referencesOf } from './references-of.js';

describe('The references of a document', () => {
  it('are one for each system, by their spelling', () => {
    const text =
      '{ "crm":{"record_id":12345678901234567890,"record_id":9007199254740993},"erp":[1.50, "a"],"erp":{"n": 1.0},"n":1e2}';
    expect(referencesOf(text)).toEqual([
      {
        system: 'crm',
        text: '{"record_id":12345678901234567890,"record_id":9007199254740993}',
        record: { id: '9007199254740993', type: null, url: null },
      },
      { system: 'erp', text: '{"n": 1.0}', record: null },
      { system: 'n', text: '1e2', record: null },
    ]);
  });

  it('have the type and the address of the record', () => {
    const [reference] = referencesOf(
      '{"s\\u0061lesforce":{"record_type":"Opportunity","record_id":"001","record_url":"https://crm.example/001"}}',
    );
    expect(reference).toMatchObject({
      system: 'salesforce',
      record: { id: '001', type: 'Opportunity', url: 'https://crm.example/001' },
    });
  });

  it('take odd shapes as text', () => {
    const odd = '{"a":{"record_id":null},"b":{"record_id":{"x":1}},"c":"text","d":null,"e":{"record_id":""}}';
    expect(referencesOf(odd).map(({ record }) => record)).toEqual([null, null, null, null, null]);
    expect(referencesOf('{}')).toEqual([]);
  });

  it('link by http and https alone', () => {
    expect(['https://crm.example/a?b="2"', 'HTTP://crm.example'].map(isWebAddress)).toEqual([true, true]);
    const others = [
      'javascript:alert(1)',
      ' java\tscript:alert(1)',
      'data:text/html,<script>',
      '//crm.example/1',
      '/a',
    ];
    expect([...others, 'ftp://x', ''].map(isWebAddress)).toEqual(Array(7).fill(false));
  });
});
