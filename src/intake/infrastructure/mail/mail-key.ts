import { createHash } from 'node:crypto';

/** More than that before the first empty line is no head of a mail. */
const MAX_HEAD = 1024 * 1024;
/** What only the sender writes. Those on the way add others, and other ones at each try. */
const LASTING = /^(?:message-id|date|from|subject):/i;

/**
 * Tells mails apart by what the sender wrote: `Message-ID`, `Date`, `From`, `Subject` and the body, whatever servers
 * put before it and however they end lines.
 */
export class MailKey {
  readonly #hash = createHash('sha256');
  #head: string | undefined = '';

  /** The raw mail, in pieces. */
  add(chunk: Uint8Array): void {
    const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
      .toString('latin1')
      .replaceAll('\r', '');
    if (this.#head === undefined) return void this.#hash.update(text, 'latin1');
    const from = Math.max(0, this.#head.length - 1);
    this.#head += text;
    const end = this.#head.indexOf('\n\n', from);
    if (end >= 0) this.#close(end);
    else if (this.#head.length > MAX_HEAD) this.#close(this.#head.length);
  }

  /** Lower-case hex. Nothing can be added afterwards. */
  digest(): string {
    if (this.#head !== undefined) this.#close(this.#head.length);
    return this.#hash.digest('hex');
  }

  #close(end: number): void {
    const head = this.#head!;
    const lines = head
      .slice(0, end)
      .replace(/\n[ \t]+/g, ' ')
      .split('\n');
    this.#head = undefined;
    this.#hash.update(
      lines
        .filter((line) => LASTING.test(line))
        .map((line) => `${line.trim()}\n`)
        .join(''),
      'latin1',
    );
    this.#hash.update(head.slice(end), 'latin1');
  }
}
