import { fold } from './fold.js';
import { tokenOf } from './phrase-table.js';

/** A label as people write it, "Contract No.:", as the phrase that it is found by; empty when it has no words. */
export function phraseOf(label: string, numberWords: readonly string[]): string {
  return fold(label.normalize('NFKC'))
    .split(/\s+/)
    .map((word) => tokenOf(word, numberWords))
    .filter(Boolean)
    .join(' ');
}
