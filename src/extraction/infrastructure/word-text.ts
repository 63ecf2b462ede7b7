import mammoth from 'mammoth';
import { UnreadableContent } from '../application/unreadable-content.js';
import type { DocumentText } from '../domain/document-text.js';
import { readMarkup } from './html-text.js';
import type { OfficePackage } from './office-package.js';
import { storedZip } from './stored-zip.js';
import { TextOfRows } from './text-of-rows.js';
import type { TextLimits } from './text-limits.js';

const BODY = 'word/document.xml';
const OF_BODY = 'word/_rels/document.xml.rels';
const PARTS = /^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/[^/]+\.xml|word\/_rels\/[^/]+\.rels)$/;
const NO_RELATIONSHIPS =
  '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>';
/** What a document of three sections may have, each with other pages one, left and right. */
const MOST_MARGINS = 9;

/** Reads a Word document: its headers, its body with the footnotes, its footers. */
export async function readWord(file: OfficePackage, limits: TextLimits): Promise<DocumentText> {
  const parts = new Map<string, string>();
  for (const name of file.names.filter((each) => PARTS.test(each)))
    parts.set(name, (await file.xml(name)).xml);
  const text = new TextOfRows(limits);
  try {
    for (const header of await marginsOf(parts, 'header')) readMarkup(header, text, { tabs: true });
    readMarkup(await toHtml(parts), text, { tabs: true });
    for (const footer of await marginsOf(parts, 'footer')) readMarkup(footer, text, { tabs: true });
  } catch (error) {
    if (error instanceof UnreadableContent) throw error;
    throw new UnreadableContent('The Word document could not be read: it is damaged.');
  }
  return text.finish();
}

async function toHtml(parts: ReadonlyMap<string, string>): Promise<string> {
  const { value } = await mammoth.convertToHtml(
    { buffer: storedZip(parts) },
    {
      styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => h3:fresh"],
      includeEmbeddedStyleMap: false,
      convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
    },
  );
  return value;
}

/** Headers or footers, each once: read as the body of a document, since mammoth leaves them out. */
async function marginsOf(parts: ReadonlyMap<string, string>, kind: 'header' | 'footer'): Promise<string[]> {
  const names = [...parts.keys()].filter((name) => new RegExp(`^word/${kind}\\d*\\.xml$`).test(name));
  const margins = new Set<string>();
  for (const name of names.slice(0, MOST_MARGINS)) {
    const root = /<w:(hdr|ftr)\b([^<>]*)>(.*)<\/w:\1>/s.exec(parts.get(name)!);
    if (!root) continue;
    const body = `<w:document${root[2]}><w:body>${root[3]}</w:body></w:document>`;
    const relationships = parts.get(name.replace('word/', 'word/_rels/') + '.rels') ?? NO_RELATIONSHIPS;
    margins.add(await toHtml(new Map([...parts, [BODY, body], [OF_BODY, relationships]])));
  }
  return [...margins];
}
