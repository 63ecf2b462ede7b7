import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { MailParser, type AddressObject, type AttachmentStream, type MessageText } from 'mailparser';
import { ExternalRefs } from '../../../shared/kernel/external-refs.js';
import type { Mail, MailPart } from '../../application/mail.js';
import { isDecoration } from '../../domain/is-decoration.js';
import { MailPartNames } from '../../domain/mail-part-names.js';
import { textOfHtml } from './text-of-html.js';

/** Mails in mails. What lies deeper is kept as it is. */
const MAX_DEPTH = 5;
/** Attachments, those of attached mails included. */
const MAX_PARTS = 200;
const MAX_NODES = 1000;
const MAX_HTML = 256 * 1024;
const REFS_FILE = 'external_refs.json';
/** One byte too many is enough to be refused. A byte order mark has three. */
const REFS_READ = ExternalRefs.MAX_BYTES * 2;
/** Of the mail itself, not of what is in it. */
const SIGNATURES = new Set([
  ...['application/pkcs7-signature', 'application/x-pkcs7-signature', 'application/pgp-signature'],
  'application/applefile',
]);
const TNEF = new Set(['application/ms-tnef', 'application/vnd.ms-tnef']);
const TNEF_REMARK =
  "winmail.dat is Outlook's own format (TNEF), which is not read. Ask the sender for the files as plain attachments.";
/** The most telling first. `To` and `Cc` say whatever the sender likes. */
const RECIPIENTS = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'to', 'cc'];

interface Attached {
  path: string;
  filename: string | undefined;
  contentType: string;
  contentId: string | undefined;
  file: string;
  size: number;
  /** Of a mail that was attached: what is in it. */
  inside?: Piece[];
}

/** A part whose name is not settled yet. */
interface Piece {
  path: string;
  filename: string | undefined;
  contentType: string;
  file: string;
  remark?: string | undefined;
}

class MailRefused extends Error {}

/**
 * Takes a raw mail apart. Whatever the sender has made of it, this ends with a mail; only trouble of this machine
 * throws.
 * @param file the raw mail
 * @param folder for what is in it; nothing of it is held in memory but the text bodies
 */
export async function readMail(file: string, folder: string, key: string): Promise<Mail> {
  const reader = new Reader(folder);
  try {
    return { key, ...(await reader.read(file)), problem: undefined };
  } catch (error) {
    if (isTroubleOfMachine(error)) throw error;
    const { message } = error as Error;
    const problem = error instanceof MailRefused ? message : `The mail cannot be read: ${message}.`;
    return { key, ...reader.head, refsFiles: [], parts: [], problem };
  }
}

type Head = Pick<Mail, 'from' | 'fromText' | 'subject' | 'recipients'>;

class Reader {
  head: Head = { from: [], fromText: '', subject: '', recipients: [] };
  #files = 0;

  constructor(private readonly folder: string) {}

  async read(file: string): Promise<Omit<Mail, 'key' | 'problem'>> {
    const { pieces, refsFiles } = await this.#message(file, '', 0);
    const names = new MailPartNames();
    const parts = pieces.map((piece): MailPart => {
      const { path, remark } = piece;
      const content = (): AsyncIterable<Uint8Array> => createReadStream(piece.file);
      return { path, filename: names.next(piece.filename, piece.contentType), remark, content };
    });
    return { ...this.head, refsFiles, parts };
  }

  async #message(
    file: string,
    prefix: string,
    depth: number,
  ): Promise<{ pieces: Piece[]; refsFiles: Uint8Array[] }> {
    const parser = new MailParser({
      ...{ ignoreEmbedded: true, checksumAlgo: false, skipTextToHtml: true, skipTextLinks: true },
      ...{ maxHtmlLengthToParse: MAX_HTML, maxChildNodes: MAX_NODES },
    });
    const source = createReadStream(file);
    source.on('error', (error) => parser.destroy(error));
    source.pipe(parser);
    const attached: Attached[] = [];
    let text: MessageText | undefined;
    try {
      for await (const part of parser as AsyncIterable<AttachmentStream | MessageText>) {
        if (part.type === 'text') text = part;
        else {
          attached.push(await this.#attachment(part, `${prefix}${attached.length + 1}`, depth));
          part.release?.();
        }
      }
    } finally {
      source.destroy();
      parser.destroy();
    }
    const subject = textOf(parser.headers ? parser.headers.get('subject') : undefined);
    if (depth === 0) this.head = headOf(parser, subject);
    const pieces = await this.#body(text, subject, prefix);
    const refsFiles: Uint8Array[] = [];
    for (const each of attached) {
      const isRefs = depth === 0 && each.filename?.trim().toLowerCase() === REFS_FILE;
      if (isRefs) refsFiles.push(await beginningOf(each.file));
      else if (each.inside) pieces.push(...each.inside);
      else if (!SIGNATURES.has(each.contentType) && !isDecoration(each, text?.html ?? '')) {
        pieces.push({ ...each, remark: isTnef(each) ? TNEF_REMARK : undefined });
      }
    }
    return { pieces, refsFiles };
  }

  async #attachment(part: AttachmentStream, path: string, depth: number): Promise<Attached> {
    if (++this.#files > MAX_PARTS) throw new MailRefused(`The mail has more than ${MAX_PARTS} attachments.`);
    const file = join(this.folder, path);
    await pipeline(part.content, createWriteStream(file));
    const { size } = await stat(file);
    const contentType = part.contentType.toLowerCase();
    const { filename, cid: contentId } = part;
    const attached = { path, filename, contentType, contentId, file, size };
    if (contentType !== 'message/rfc822' || depth >= MAX_DEPTH) return attached;
    const { pieces } = await this.#message(file, `${path}.`, depth + 1);
    return pieces.length > 0 ? { ...attached, inside: pieces } : attached;
  }

  /** The text a person would read, as a file of its own. */
  async #body(text: MessageText | undefined, subject: string, prefix: string): Promise<Piece[]> {
    const name = subject.replace(/[/\\]/g, '-').trim().slice(0, 200) || 'message';
    const { html } = text ?? {};
    const plain = text?.text?.trim() ? text.text : html !== undefined ? textOfHtml(html) : undefined;
    const pieces: Piece[] = [];
    const add = async (kind: string, ending: string, contentType: string, content: string): Promise<void> => {
      const file = join(this.folder, `${prefix}${kind}`);
      await writeFile(file, content.toWellFormed());
      pieces.push({ path: `${prefix}${kind}`, filename: `${name}${ending}`, contentType, file });
    };
    if (plain?.trim()) await add('text', '.txt', 'text/plain', `${plain.trim()}\n`);
    const isUnread = html !== undefined && (plain === undefined || text?.textConversionError !== undefined);
    if (isUnread && html.trim() !== '') await add('html', '.html', 'text/html', html);
    return pieces;
  }
}

function headOf(parser: MailParser, subject: string): Head {
  const { headerLines } = parser;
  const headers: Map<string, unknown> = parser.headers || new Map<string, unknown>();
  const from = headers.get('from') as AddressObject | undefined;
  // Readers differ in which one they show, so neither proves anything.
  const isClear = [...(headerLines || [])].filter(({ key }) => key === 'from').length === 1;
  return {
    from: isClear ? addressesOf(from) : [],
    fromText: from?.text ?? '',
    subject,
    recipients: RECIPIENTS.flatMap((name) => addressesOf(headers.get(name))),
  };
}

function addressesOf(header: unknown): string[] {
  if (header === undefined) return [];
  if (typeof header === 'string') return [header.trim().replace(/^<|>$/g, '').toLowerCase()];
  if (Array.isArray(header)) return header.flatMap(addressesOf);
  const { value = [] } = header as Partial<AddressObject>;
  return value
    .flatMap((entry) => entry.group ?? [entry])
    .flatMap(({ address }) => (address ? [address.toLowerCase()] : []));
}

function textOf(header: unknown): string {
  return typeof header === 'string' ? header : '';
}

function isTnef({ contentType, filename }: Attached): boolean {
  return TNEF.has(contentType) || filename?.toLowerCase() === 'winmail.dat';
}

async function beginningOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(REFS_READ), 0, REFS_READ, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Errors of the file system have a call that failed; those of parsers have none. */
function isTroubleOfMachine(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
