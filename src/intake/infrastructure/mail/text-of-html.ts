import { Parser } from 'htmlparser2';

const MAX_CHARACTERS = 1024 * 1024;
/** The parser's own work grows with the square of the depth. */
const MAX_DEPTH = 500;
const UNSEEN = new Set(['script', 'style', 'head', 'title', 'template']);
const BLOCKS = new Set(
  'address article blockquote br dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tr ul'.split(
    ' ',
  ),
);
const CELLS = new Set(['td', 'th']);

/** What a person reads in it, line by line. Undefined: it is too long or too deep to be worth the time. */
export function textOfHtml(html: string): string | undefined {
  if (html.length > MAX_CHARACTERS) return undefined;
  let text = '';
  let depth = 0;
  let unseen = 0;
  const parser = new Parser({
    onopentag(name) {
      if (++depth > MAX_DEPTH) throw new TooDeep();
      if (UNSEEN.has(name)) unseen += 1;
      if (BLOCKS.has(name)) text += '\n';
      if (CELLS.has(name)) text += '\t';
    },
    ontext(piece) {
      if (unseen === 0) text += piece.replace(/\s+/g, ' ');
    },
    onclosetag(name) {
      depth -= 1;
      if (UNSEEN.has(name)) unseen -= 1;
      if (BLOCKS.has(name) && name !== 'br') text += '\n';
    },
  });
  try {
    parser.end(html);
  } catch (error) {
    if (error instanceof TooDeep) return undefined;
    throw error;
  }
  const lines = text.split('\n').map((line) => line.replace(/ *\t */g, '\t').trim());
  return lines
    .filter((line, at) => line !== '' || lines[at - 1] !== '')
    .join('\n')
    .trim();
}

class TooDeep extends Error {}
