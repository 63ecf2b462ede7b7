import { readCsv } from './csv-text.js';
import { TEXT_LIMITS } from './text-limits.js';

describe('readCsv', () => {
  const read = (content: string | Uint8Array) => readCsv(Buffer.from(content as string), TEXT_LIMITS);

  it.each([
    ['commas', 'a,b,c\n1,"2,5",3\n'],
    ['semicolons, with commas in numbers', 'a;b;c\n1;2,5;3\n'],
    ['tabs', 'a\tb\tc\n1\t2,5\t3\n'],
    ['bars', 'a|b|c\r\n1|2,5|3\r\n'],
    ['a hint for Excel', 'sep=;\r\na;b;c\r\n1;2,5;3\r\n'],
    ['a byte order mark', '\ufeffa,b,c\n1,"2,5",3\n'],
    ['UTF-16', Buffer.from('\ufeffa\tb\tc\n1\t2,5\t3\n', 'utf16le')],
  ])('knows %s', (_, content) => {
    expect(read(content)).toMatchObject({ text: 'a  b  c\n1  2,5  3', notes: [] });
  });

  it('reads Windows-1252, and lines within quotes', () => {
    const content = Buffer.from('Größe;"zwei\nZeilen";12,50 \x80\n', 'latin1');
    expect(read(content)?.text).toBe('Größe  zwei Zeilen  12,50 €');
  });

  it('takes a quotation mark that is never closed as it stands', () => {
    const text = read('item,size\npipe,3" wide\nrod,"2\nnail,1\n')!;
    expect(text.text).toBe('item  size\npipe  3" wide\nrod  "2\nnail  1');
    expect(text.notes).toEqual([expect.stringContaining('never closed')]);
  });

  it('is no table without columns', () => {
    expect(read('Dear Ann,\nthe parcel is here.\nYours\nBen\n')).toBeNull();
    expect(read(Buffer.from([0, 1, 2]))).toBeNull();
  });
});
