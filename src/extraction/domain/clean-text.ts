const CONTROL_OR_LONE_SURROGATE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/gu;

/** Drops what a database's text column and a JSON reader refuse: U+0000, other control characters, halves of pairs. */
export function cleanText(text: string): string {
  return text.replace(CONTROL_OR_LONE_SURROGATE, '');
}
