import { describe, expect, it } from '@jest/globals';
import { html } from './html.js';

describe('html', () => {
  it('escapes what is put in, for text and for attributes', () => {
    const nasty = `<script>alert("x")</script> & 'y' \``;
    const escaped = '&#60;script&#62;alert(&#34;x&#34;)&#60;/script&#62; &#38; &#39;y&#39; &#96;';
    expect(html`<p title="${nasty}">${nasty}</p>`.toString()).toBe(`<p title="${escaped}">${escaped}</p>`);
  });

  it('takes over what is HTML already, joins lists and leaves out nothing-values', () => {
    const items = ['a', '<b>'].map((text) => html`<i>${text}</i>`);
    const text = html`<b>${items}${null}${undefined}${false}${0}</b>`.toString();
    expect(text).toBe('<b><i>a</i><i>&#60;b&#62;</i>0</b>');
  });
});
