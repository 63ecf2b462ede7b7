/** `invoice.pdf` and 7 become `invoice (7).pdf`. */
export function numberedName(name: string, number: number): string {
  const ending = /(?<=.)\.[^.]{1,16}$/.exec(name)?.[0] ?? '';
  return `${name.slice(0, name.length - ending.length)} (${number})${ending}`;
}
