const CONTROL_OR_LONE_SURROGATE = /(?![\t\n\r])\p{Cc}|\p{Surrogate}/gu;

/** Drops what a database's text column and a JSON reader refuse: U+0000, other control characters, halves of pairs. */
export function cleanText(text: string): string {
  return text.replace(CONTROL_OR_LONE_SURROGATE, '');
}
