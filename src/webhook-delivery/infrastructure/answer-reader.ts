/** What can be taken from the head of an answer. */
export interface AnswerHead {
  statusCode: number;
  /** `Retry-After` as received, at most 200 characters. */
  retryAfter: string | null;
}

export interface AnswerListener {
  /** Once for an answer; informational ones are skipped. */
  onHead(head: AnswerHead): void;
  /** A part of the body. The bytes are the reader's own again afterwards. */
  onBody(bytes: Buffer): void;
}

/** What came is no answer to a request; `message` says it in plain words. Nothing more can be read. */
export class AnswerMalformed extends Error {}

const MAX_HEAD_BYTES = 16 * 1024;
/** Of an answer with the informational ones before it: else they could keep this process busy until the timeout. */
const MAX_HEADS_BYTES = 64 * 1024;
const MAX_CHUNK_LINE_BYTES = 1024;
const MAX_RETRY_AFTER = 200;
const DEFAULT_KEEP_ALIVE_SECONDS = 4;
const MAX_KEEP_ALIVE_SECONDS = 600;

const NOT_HTTP = 'the answer is not valid HTTP';
const TOO_MANY_HEADS = 'too many informational answers came before the answer';
const HEAD_TOO_LARGE = `the headers of the answer are larger than ${MAX_HEAD_BYTES / 1024} KiB`;
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: .*)?$/;
const FIELD_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const CHUNK_LINE = /^([0-9a-fA-F]{1,8})[ \t]*(?:;.*)?$/;

type Stage = 'head' | 'fixed' | 'chunk-line' | 'chunk' | 'chunk-end' | 'trailers' | 'until-close' | 'done';

/**
 * Reads answers to POST requests, RFC 9112, one after the other, from whatever pieces arrive. It is strict where a
 * mistake would take a piece of one answer for the next one: whatever is unusual ends the connection, not the answer.
 */
export class AnswerReader {
  #stage: Stage = 'head';
  #listener: AnswerListener | undefined;
  /** What is too short to be understood yet. */
  #pending: Buffer | undefined;
  #remaining = 0;
  #keepAliveSeconds = 0;
  #headsBytes = 0;

  /** Expects the next answer. */
  begin(listener: AnswerListener): void {
    this.#stage = 'head';
    this.#headsBytes = 0;
    this.#listener = listener;
  }

  /**
   * How long the connection may wait for its next request, in seconds; 0: it cannot be used again. Of an answer that
   * was read to its end.
   */
  get keepAliveSeconds(): number {
    return this.#keepAliveSeconds;
  }

  /**
   * @returns whether the answer is complete
   * @throws {AnswerMalformed}
   */
  read(given: Buffer): boolean {
    const bytes = this.#pending ? Buffer.concat([this.#pending, given]) : given;
    this.#pending = undefined;
    let at = 0;
    while (at < bytes.length && this.#stage !== 'done') {
      const used = this.#step(bytes, at);
      if (used === 0) {
        this.#pending = Buffer.from(bytes.subarray(at));
        return false;
      }
      at += used;
    }
    if (this.#stage !== 'done') return false;
    if (at < bytes.length) this.#keepAliveSeconds = 0; // more than was asked for
    this.#listener = undefined;
    return true;
  }

  /** The other side has ended the connection. @returns whether the answer is complete by that */
  end(): boolean {
    const complete = this.#stage === 'until-close';
    this.#keepAliveSeconds = 0;
    return complete;
  }

  /** @returns the number of bytes understood; 0: there must be more of them */
  #step(bytes: Buffer, at: number): number {
    switch (this.#stage) {
      case 'head':
        return this.#readHead(bytes, at);
      case 'fixed':
      case 'chunk':
        return this.#readBody(bytes, at);
      case 'until-close':
        this.#listener?.onBody(bytes.subarray(at));
        return bytes.length - at;
      case 'chunk-line':
        return this.#readChunkLine(bytes, at);
      case 'chunk-end':
        return this.#readChunkEnd(bytes, at);
      case 'trailers':
        return this.#readTrailer(bytes, at);
      case 'done':
        return 0;
    }
  }

  #readHead(bytes: Buffer, at: number): number {
    const end = bytes.indexOf('\r\n\r\n', at, 'latin1');
    if (end < 0 ? bytes.length - at > MAX_HEAD_BYTES : end - at > MAX_HEAD_BYTES) {
      throw new AnswerMalformed(HEAD_TOO_LARGE);
    }
    if (end < 0) {
      // What will never be HTTP is not waited for.
      const begun = bytes.toString('latin1', at);
      const prefix = 'HTTP/1.'.slice(0, begun.length);
      if (!begun.startsWith(prefix) || /(?:^|[^\r])\n/.test(begun)) throw new AnswerMalformed(NOT_HTTP);
      return 0;
    }
    this.#headsBytes += end - at + 4;
    if (this.#headsBytes > MAX_HEADS_BYTES) throw new AnswerMalformed(TOO_MANY_HEADS);
    this.#understandHead(bytes.toString('latin1', at, end).split('\r\n'));
    return end - at + 4;
  }

  #understandHead([statusLine = '', ...lines]: string[]): void {
    const status = STATUS_LINE.exec(statusLine);
    if (!status) throw new AnswerMalformed(NOT_HTTP);
    const statusCode = Number(status[2]);
    let length: string | undefined;
    let coding: string | undefined;
    let retryAfter: string | null = null;
    let hint: string | undefined;
    let persistent = status[1] === '1';
    for (const line of lines) {
      const colon = line.indexOf(':');
      const name = line.slice(0, Math.max(colon, 0)).toLowerCase();
      if (!FIELD_NAME.test(name) || /[\r\n\0]/.test(line)) throw new AnswerMalformed(NOT_HTTP);
      switch (name) {
        case 'content-length': {
          const value = withoutSpace(line.slice(colon + 1));
          if (!/^\d{1,15}$/.test(value) || (length !== undefined && length !== value)) {
            throw new AnswerMalformed(NOT_HTTP);
          }
          length = value;
          break;
        }
        case 'transfer-encoding':
          coding = `${coding === undefined ? '' : `${coding},`}${withoutSpace(
            line.slice(colon + 1),
          ).toLowerCase()}`;
          break;
        case 'connection':
          if (/(?:^|[\s,:])close(?:$|[\s,])/i.test(line.slice(colon))) persistent = false;
          break;
        case 'keep-alive':
          hint = /(?:^|[\s,:])timeout=(\d{1,6})(?:$|[\s,])/i.exec(line.slice(colon))?.[1];
          break;
        case 'retry-after':
          retryAfter ??= line
            .slice(colon + 1)
            .trim()
            .slice(0, MAX_RETRY_AFTER);
      }
    }
    if (statusCode === 101) throw new AnswerMalformed('the answer is not one to a webhook');
    if (statusCode < 200) return; // the stage stays: another head follows
    this.#expectBody(statusCode, length, coding);
    if (length !== undefined && coding !== undefined) persistent = false; // RFC 9112, 6.1
    // An answer without a body that speaks of one: some receivers send it all the same.
    if (isBodiless(statusCode) && (coding !== undefined || Number(length ?? 0) > 0)) persistent = false;
    this.#keepAliveSeconds = persistent && this.#stage !== 'until-close' ? keepAlive(hint) : 0;
    this.#listener?.onHead({ statusCode, retryAfter });
  }

  /** RFC 9112, 6.3 */
  #expectBody(statusCode: number, length: string | undefined, coding: string | undefined): void {
    this.#remaining = 0;
    if (isBodiless(statusCode)) this.#stage = 'done';
    else if (coding !== undefined) this.#stage = coding === 'chunked' ? 'chunk-line' : 'until-close';
    else if (length === undefined) this.#stage = 'until-close';
    else {
      this.#remaining = Number(length);
      this.#stage = this.#remaining === 0 ? 'done' : 'fixed';
    }
  }

  #readBody(bytes: Buffer, at: number): number {
    const part = bytes.subarray(at, at + this.#remaining);
    this.#remaining -= part.length;
    if (this.#remaining === 0) this.#stage = this.#stage === 'fixed' ? 'done' : 'chunk-end';
    this.#listener?.onBody(part);
    return part.length;
  }

  #readChunkLine(bytes: Buffer, at: number): number {
    const line = lineAt(bytes, at);
    if (line === undefined) return 0;
    const size = CHUNK_LINE.exec(line)?.[1];
    if (size === undefined) throw new AnswerMalformed(NOT_HTTP);
    this.#remaining = Number.parseInt(size, 16);
    this.#stage = this.#remaining === 0 ? 'trailers' : 'chunk';
    return line.length + 2;
  }

  #readChunkEnd(bytes: Buffer, at: number): number {
    if (bytes.length - at < 2) return 0;
    if (bytes.toString('latin1', at, at + 2) !== '\r\n') throw new AnswerMalformed(NOT_HTTP);
    this.#stage = 'chunk-line';
    return 2;
  }

  /** What they say is not needed; how long they are is bounded by what is read of an answer. */
  #readTrailer(bytes: Buffer, at: number): number {
    const line = lineAt(bytes, at);
    if (line === undefined) return 0;
    if (line === '') this.#stage = 'done';
    return line.length + 2;
  }
}

/** The line that begins here, without its end; undefined when its end has not arrived. */
function lineAt(bytes: Buffer, at: number): string | undefined {
  const end = bytes.indexOf('\r\n', at, 'latin1');
  if ((end < 0 ? bytes.length : end) - at > MAX_CHUNK_LINE_BYTES) throw new AnswerMalformed(NOT_HTTP);
  return end < 0 ? undefined : bytes.toString('latin1', at, end);
}

const isBodiless = (statusCode: number): boolean => statusCode === 204 || statusCode === 304;

/** RFC 9110, 5.6.3: these two and no others. What `trim` takes away makes another value of it for other readers. */
const withoutSpace = (value: string): string => value.replace(/^[ \t]+|[ \t]+$/g, '');

/** A second less than the receiver says, for the way to it. */
function keepAlive(hint: string | undefined): number {
  if (hint === undefined) return DEFAULT_KEEP_ALIVE_SECONDS;
  return Math.min(Math.max(Number(hint) - 1, 0), MAX_KEEP_ALIVE_SECONDS);
}
