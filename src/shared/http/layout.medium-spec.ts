import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { builtLinks } from './built-links.js';
import { html } from './html.js';
import { layout } from './layout.js';

describe('layout', () => {
  it('offers to sign out only within a session, and needs no script', () => {
    const page = { title: 'A & B', basePath: '/re', body: html`<h1>Hello</h1>` };
    const outside = layout(page);
    expect(outside).toContain('<title>A &#38; B · RecordEngine</title>');
    expect(outside).not.toMatch(/<script|<style|logout/);
    expect(outside).toMatch(/<link rel="stylesheet"[^>]* href="\/re\/assets\/[\w-]+\.css"/);
    expect(outside).toMatch(/<link rel="icon" href="\/re\/assets\/[\w-]+\.svg"/);
    expect(layout({ ...page, csrfToken: 'abc' })).toMatch(/action="\/re\/logout"[^]*value="abc"/);
  });

  it('goes without styles while the application is not built, and finds them afterwards', async () => {
    const folder = await mkdtemp(join(tmpdir(), 're-layout-'));
    const at = pathToFileURL(`${folder}/`);
    try {
      expect(builtLinks('', at).toString()).toBe('');
      await writeFile(join(folder, 'index.html'), '<link rel="stylesheet" href="./assets/a.css">');
      expect(builtLinks('', at).toString()).toBe('<link rel="stylesheet" href="/assets/a.css">');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
