import type { Recognition } from './document-text.js';
import type { Confidence } from './confidence.js';

/** What was understood of a document is no surer than the words that it was understood from. */
export function asSureAsItsText(
  { score, reasoning }: Confidence,
  recognised: Recognition | undefined,
): Confidence {
  if (!recognised) return { score, reasoning };
  const { pages, confidence } = recognised;
  const text = pages === 1 ? 'The text of 1 page was' : `The texts of ${pages} pages were`;
  const said = `${text} recognised in a picture, with a confidence of ${confidence} %.`;
  return { score: Math.min(score, confidence), reasoning: `${reasoning} ${said}` };
}
