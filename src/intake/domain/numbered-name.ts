import { fileEnding } from '../../shared/kernel/file-ending.js';

/** `invoice.pdf` and 7 become `invoice (7).pdf`. */
export function numberedName(name: string, number: number): string {
  const ending = fileEnding(name);
  return `${name.slice(0, name.length - ending.length)} (${number})${ending}`;
}
