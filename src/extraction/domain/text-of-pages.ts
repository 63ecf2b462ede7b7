import type { DocumentText } from './document-text.js';
import type { PagePiece } from './page-piece.js';

/** Puts pages together, in their order, as far as `limits` allow. */
export function textOfPages(
  pieces: readonly PagePiece[],
  limits: { characters: number; positionedWords: number },
): DocumentText {
  const inOrder = [...pieces].sort((a, b) => a.number - b.number);
  const whole = inOrder.map(({ text }) => text).join('\n\n');
  let words = 0;
  const pages = inOrder.flatMap(({ page }) => {
    words += page?.lines.reduce((sum, line) => sum + line.words.length, 0) ?? 0;
    return page && words <= limits.positionedWords ? [page] : [];
  });
  const notes =
    whole.length > limits.characters ? [`Only the first ${limits.characters} characters were kept.`] : [];
  return { pages, text: whole.slice(0, limits.characters), notes };
}
