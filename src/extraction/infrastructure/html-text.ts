import { Parser } from 'htmlparser2';
import { UnreadableContent } from '../application/unreadable-content.js';
import type { DocumentText } from '../domain/document-text.js';
import { decodeText } from './decode-text.js';
import { HtmlRows } from './html-rows.js';
import { TextOfRows } from './text-of-rows.js';
import type { TextLimits } from './text-limits.js';

/** Markup is longer than what it shows; beyond this even HTML with pictures in it is cut. */
const BYTES_PER_CHARACTER = 8;
/** A byte order mark, white space, comments and declarations may come first. */
const BEGINNING = /^(?:\s|<!--[^>]*-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html|head|body)(?=[\s>])/i;
const CHARSET = /<meta[^<>]*?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^<>]*?encoding\s*=\s*["']([\w.:-]+)/i;

/** Whether text begins as a whole page of HTML does. */
export function looksLikeHtml(head: Uint8Array): boolean {
  return BEGINNING.test(decodeText(head, 4096) ?? '');
}

/** Reads bytes as HTML; null when they are no text. */
export function readHtml(content: Uint8Array, limits: TextLimits): DocumentText | null {
  const most = limits.characters * BYTES_PER_CHARACTER;
  const declared = CHARSET.exec(Buffer.from(content.subarray(0, 4096)).toString('latin1'));
  const html = decodeText(content, most, declared?.[1] ?? declared?.[2]);
  if (html === null) return null;
  const text = new TextOfRows(limits);
  if (content.length > most) text.addNote(`Only the first ${most} bytes were read.`);
  readMarkup(html, text);
  return text.finish();
}

/** `tabs`: whether a tab in a paragraph begins a column, as in what was made from a word processor's file. */
export function readMarkup(html: string, text: TextOfRows, { tabs = false } = {}): void {
  const rows = new HtmlRows(text, tabs);
  const parser = new Parser(rows, { recognizeSelfClosing: html.startsWith('<?xml') });
  for (let at = 0; at < html.length && !text.isFull; at += CHUNK) {
    parser.write(html.slice(at, at + CHUNK));
    // The parser searches its stack for every end tag.
    if (rows.depth > DEEPEST) {
      throw new UnreadableContent(`The HTML is not read: its elements are nested more than ${DEEPEST} deep.`);
    }
  }
  rows.finish();
}

const CHUNK = 16 * 1024;
/** Browsers stop at some 500. */
const DEEPEST = 1_000;
