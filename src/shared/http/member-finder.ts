const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPENERS = [0x5b, 0x7b];
const CLOSERS = [0x5d, 0x7d];

/**
 * Finds where the string that is a top-level member begins, in JSON bytes that come in chunks. It does not judge the
 * JSON: whoever reads the rest of it does.
 */
export class MemberFinder {
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** The bytes of the last string at the top level: a name, if a colon follows. */
  #string: number[] = [];
  #wanted = false;

  constructor(private readonly name: string) {}

  /** @returns the offset behind its opening quote, or -1. To be called again with what begins at its closing quote */
  find(chunk: Uint8Array): number {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.#inString) {
        if (byte === QUOTE && !this.#escaped) this.#inString = false;
        else if (this.#depth === 1) this.#string.push(byte);
        this.#escaped = byte === BACKSLASH && !this.#escaped;
      } else if (byte === QUOTE) {
        this.#inString = true;
        this.#string = [];
        if (this.#wanted && this.#depth === 1) {
          this.#wanted = false;
          return at + 1;
        }
      } else if (OPENERS.includes(byte)) this.#depth += 1;
      else if (CLOSERS.includes(byte)) this.#depth -= 1;
      else if (this.#depth === 1 && byte === COLON) this.#wanted = this.lastString() === this.name;
      else if (this.#depth === 1 && byte === COMMA) this.#wanted = false;
    }
    return -1;
  }

  private lastString(): string | undefined {
    try {
      return JSON.parse(`"${Buffer.from(this.#string).toString('utf8')}"`) as string;
    } catch {
      return undefined;
    }
  }
}
