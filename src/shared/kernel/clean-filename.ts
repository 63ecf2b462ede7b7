import { fileEnding } from './file-ending.js';

const MAX = 255;
// Control characters, and the marks that reverse the direction of text: "exe.fdp" must not look like "pdf.exe".
const HIDDEN = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A file's name for people: without folders, hidden characters and excess; the store never uses it as a path. */
export function cleanFilename(given: string): string {
  const name = (given.split(/[/\\]/).at(-1) ?? '').toWellFormed().replace(HIDDEN, '').trim();
  if (name === '' || name === '.' || name === '..') return 'document';
  if (name.length <= MAX) return name;
  const ending = fileEnding(name);
  return name.slice(0, MAX - ending.length).toWellFormed() + ending;
}
