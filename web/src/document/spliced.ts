/** As a text area shows a text: every end of a line is a line feed. */
export function shownText(stored: string): string {
  return stored.replace(/\r\n?/g, '\n');
}

/** The stored text with what was changed in the shown one; whatever was not touched keeps its characters. */
export function spliced(stored: string, edited: string): string {
  const shown = shownText(stored);
  const shorter = Math.min(shown.length, edited.length);
  let start = 0;
  while (start < shorter && shown[start] === edited[start]) start++;
  let end = 0;
  while (end < shorter - start && shown[shown.length - 1 - end] === edited[edited.length - 1 - end]) end++;
  const text =
    stored.slice(0, storedOffset(stored, start)) +
    edited.slice(start, edited.length - end) +
    stored.slice(storedOffset(stored, shown.length - end));
  return shownText(text) === edited ? text : edited; // a line feed behind a lone carriage return would be lost
}

/** Where in the stored text the character begins that is at `offset` in the shown one. */
function storedOffset(stored: string, offset: number): number {
  let at = 0;
  for (let shown = 0; shown < offset; shown++) at += stored.startsWith('\r\n', at) ? 2 : 1;
  return at;
}
