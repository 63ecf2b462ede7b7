import { fileEnding } from '../../shared/kernel/file-ending.js';

const encoder = new TextEncoder();

/** A name of at most that many bytes of UTF-8, with its ending: file systems allow 255. */
export function shortenedName(name: string, maxBytes: number): string {
  if (encoder.encode(name).length <= maxBytes) return name;
  const ending = fileEnding(name);
  const characters = [...name.slice(0, name.length - ending.length)];
  while (characters.length > 0 && encoder.encode(characters.join('') + ending).length > maxBytes) {
    characters.length -= 1;
  }
  return characters.join('') + ending;
}
