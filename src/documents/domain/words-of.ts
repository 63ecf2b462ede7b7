const MARKS = /\p{M}+/gu;
/** Up to where a word ends, unless it has more than a thousand characters. */
const PIECE = /[^]{1,1000}[^\p{P}\p{Z}\p{C}]{0,1000}/gu;
const ASCII = /^[\s!-~]*$/;

/**
 * The words of a text, cut the same way for documents and searches: runs of letters and digits, without accents, in
 * one case ("Straße" and "STRASSE" are one word). What is longer than 255 characters goes on as another word.
 *
 * At most about `most` characters are read, and as many given: one character can stand for 18. Marks go first, because
 * normalising takes time in the square of a run of them. A million characters take 30 ms in ASCII, 160 ms at worst.
 */
export function wordsOf(text: string, most = Infinity): string[] {
  const words: string[] = [];
  let length = 0;
  for (const [piece] of text.slice(0, most).replace(MARKS, '').matchAll(PIECE)) {
    for (const word of wordsOfPiece(piece)) {
      words.push(word);
      length += word.length + 1;
    }
    if (length > most) break;
  }
  return words;
}

function wordsOfPiece(piece: string): readonly string[] {
  if (ASCII.test(piece)) return piece.toLowerCase().match(/[a-z0-9]{1,255}/g) ?? [];
  const plain = piece.normalize('NFKD').replace(MARKS, '').toLowerCase().toUpperCase().toLowerCase(); // ẞ, ß, SS, ss
  return plain.replaceAll('ς', 'σ').match(/[\p{L}\p{N}]{1,255}/gu) ?? [];
}
