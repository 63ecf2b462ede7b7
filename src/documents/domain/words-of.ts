/**
 * The words of a text, cut the same way for documents and searches: runs of letters and digits, without accents, in
 * one case ("Straße" and "STRASSE" are one word). What is longer than 255 characters goes on as another word.
 */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toUpperCase()
    .toLowerCase();
  return plain.replaceAll('ς', 'σ').match(/[\p{L}\p{N}]{1,255}/gu) ?? [];
}
