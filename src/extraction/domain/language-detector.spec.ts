import { LanguageDetector } from './language-detector.js';
import { LANGUAGES } from './languages.js';

const detector = new LanguageDetector(LANGUAGES);

describe('the language of a document', () => {
  it.each([
    ['English', 'Invoice no. 7, due on 3 May. Please pay within 30 days.'],
    ['German', 'Rechnung Nr. 7, zahlbar bis zum 3. Mai ohne Abzug'],
    ['French', 'Facture n° 7, payable avant le 3 mai, TVA non applicable'],
    ['Spanish', 'Factura nº 7, vence el 3 de mayo, IVA incluido'],
    ['German', 'RECHNUNG\nSTRASSE\nGESCHAEFTSFUEHRER\nFÄLLIGKEITSDATUM'],
  ])('is %s', (name, text) => {
    expect(detector.detect(text).name).toBe(name);
  });

  it('is English when nothing or as much speaks for another one', () => {
    expect(detector.detect('').name).toBe('English');
    expect(detector.detect('4711 0815').name).toBe('English');
    expect(detector.detect('Rechnung please').name).toBe('English');
  });

  it('is not decided by one word, however often it is said', () => {
    const text = `Facture de la société, payable sous 30 jours ${'Rechnung '.repeat(50)}`;
    expect(detector.detect(text).name).toBe('French');
  });
});
