/** `.pdf` of `invoice.pdf`, the last of several; empty where there is none, and for a name that is nothing else. */
export function fileEnding(name: string): string {
  return /(?<=.)\.[^.]{1,16}$/.exec(name)?.[0] ?? '';
}
