import { looksLikeHtml, readHtml } from './html-text.js';
import { TEXT_LIMITS } from './text-limits.js';

describe('readHtml', () => {
  const read = (content: string | Uint8Array) => readHtml(Buffer.from(content as string), TEXT_LIMITS)!.text;

  it('reads tables as rows of cells, and blocks as lines', () => {
    const html = `<!doctype html><title>no</title><h1>Invoice</h1><p>Acme<br>Berlin &amp; Köln</p>
      <table><caption>Items</caption><tr><th>What<th>Amount</tr><tr><td>Nails<p>long</p></td><td>&euro;&nbsp;5.00</table>`;
    expect(read(html)).toBe('Invoice\nAcme\nBerlin & Köln\nItems\nWhat  Amount\nNails long  € 5.00');
  });

  it('leaves out what nobody sees', () => {
    const html = `<script>if (a < b) "</p>"</script><style>p{}</style><template>t</template><div hidden>h<b>h</b></div>
      <p style="color:red; Display : none">d</p><svg><text>s</text></svg><!-- c --><p>seen</p>`;
    expect(read(html)).toBe('seen');
  });

  it('counts spanned columns', () => {
    const { pages } = readHtml(
      Buffer.from(
        `<table><tr><td>a<td>b<td>c<tr><td colspan=2>d<td>e<tr><td rowspan=2>f<td>g<td>h<tr><td>i<td>j</table>`,
      ),
      TEXT_LIMITS,
    )!;
    const xs = Object.fromEntries(
      pages[0]!.lines.flatMap((line) => line.words.map((word) => [word.text, word.x])),
    );
    expect([xs['e'], xs['h'], xs['j']]).toEqual([xs['c'], xs['c'], xs['c']]);
    expect([xs['g'], xs['i']]).toEqual([xs['b'], xs['b']]);
  });

  it('reads tables within tables, in order', () => {
    const html = `<table><tr><td>before<table><tr><td>in<td>side</table>after</td><td>last</td></tr></table>end`;
    expect(read(html)).toBe('before\nin  side\nafter  last\nend');
  });

  it.each([
    ['<meta charset=windows-1251><p>\xcf\xf0', 'Пр'],
    ['<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15"><p>\xa4', '€'],
    ['<meta charset="no-such"><p>\x80', '€'],
    ['\xef\xbb\xbf<meta charset="windows-1251"><p>\xc3\xa9', 'é'],
    ['<p>\xe9', 'é'],
  ])('%j is %s', (html, text) => {
    expect(read(Buffer.from(html, 'latin1'))).toBe(text);
  });

  it('expands no entities that a document declares', () => {
    expect(
      read('<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x "boom">]><html><script/><p>a &x; b</p></html>'),
    ).toContain('a &x; b');
  });

  it('is known by how it begins', () => {
    const looks = (text: string) => looksLikeHtml(Buffer.from(text));
    expect(looks('\ufeff <!-- x -->\n<!DOCTYPE HTML>')).toBe(true);
    expect(looks('<?xml version="1.0"?><html lang="de">')).toBe(true);
    expect(looks('The tag <html> begins a page')).toBe(false);
    expect(looks('<htmlish>')).toBe(false);
  });
});
