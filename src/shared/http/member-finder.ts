const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPENERS = [0x5b, 0x7b];
const CLOSERS = [0x5d, 0x7d];

const ESCAPED = /\\u([0-9a-fA-F]{4})/g;
const LONGEST_ESCAPE = '\\u0000'.length;

/**
 * Finds where the string that is a top-level member begins, in JSON bytes that come in chunks. It does not judge the
 * JSON: whoever reads the rest of it does. The name has ASCII letters alone, which only \uXXXX can stand for.
 */
export class MemberFinder {
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** The bytes of the last string at the top level: a name, if a colon follows. One more than any spelling has. */
  #string: number[] = [];
  #wanted = false;

  readonly #most: number;

  constructor(private readonly name: string) {
    this.#most = name.length * LONGEST_ESCAPE + 1;
  }

  /** @returns the offset behind its opening quote, or -1. To be called again with what begins at its closing quote */
  find(chunk: Uint8Array): number {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.#inString) {
        if (byte === QUOTE && !this.#escaped) this.#inString = false;
        else if (this.#depth === 1 && this.#string.length < this.#most) this.#string.push(byte);
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
      else if (this.#depth === 1 && byte === COLON) this.#wanted = this.isName();
      else if (this.#depth === 1 && byte === COMMA) this.#wanted = false;
    }
    return -1;
  }

  /** Looks once: who sends more colons after the same string sends no JSON. */
  private isName(): boolean {
    const spelled = String.fromCharCode(...this.#string);
    this.#string = [];
    return (
      spelled.replace(ESCAPED, (_, code: string) => String.fromCharCode(parseInt(code, 16))) === this.name
    );
  }
}
