/** What helps against some of the reasons. */
const HELP: readonly [of: RegExp, help: string][] = [
  [/\bis empty\b/i, 'Put a whole file in its place, then try again.'],
  [/\.meta\.json/i, 'Mend the .meta.json beside the file, then try again.'],
  [/\bno attachment\b/i, 'Ask the sender to attach the document.'],
  [/\blarger than|too large\b/i, 'Make the file smaller, or ask for a higher limit, then try again.'],
];

/** Why something did not become a document, and what to do about it. */
export function reasonInWords(reason: string | null): string {
  if (reason === null) return 'It has not been tried yet.';
  const help = HELP.find(([of]) => of.test(reason))?.[1] ?? '';
  return `${reason}${/[.!?]$/.test(reason) ? '' : '.'} ${help}`.trim();
}
