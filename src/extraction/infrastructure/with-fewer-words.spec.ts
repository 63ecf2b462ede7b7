import { arrangePlainText } from '../domain/arrange-plain-text.js';
import { withFewerWords } from './with-fewer-words.js';

const textOf = (text: string) => ({ pages: arrangePlainText(text), text, notes: ['a note'] });

it('leaves what people write as it is', () => {
  const text = textOf(`Invoice 7\n\n${'the quick brown fox jumps over the lazy dog\n'.repeat(3_000)}`);
  expect(withFewerWords(text)).toEqual(text);
});

it('keeps the beginning of endless lines, and the first lines of a text of too many words', () => {
  const text = textOf(`${'a '.repeat(300)}\n`.repeat(210));
  const { pages, ...rest } = withFewerWords(text);
  const lines = pages.flatMap((page) => page.lines.map((line) => line.words.length));
  expect(lines).toEqual(Array.from({ length: 200 }, () => 200));
  expect(rest).toEqual({ text: text.text, notes: text.notes });
});
