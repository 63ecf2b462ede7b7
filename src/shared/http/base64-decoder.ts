import { DomainError } from '../kernel/domain-error.js';

const SPACE = /[ \t\r\n]+/g;
const FOREIGN = /[^A-Za-z0-9+/]/;

/** Standard base64 (RFC 4648, section 4) that comes in pieces, padded or not; white space does not count. */
export class Base64Decoder {
  /** Characters that do not make whole bytes yet: at most three. */
  #rest = '';
  #padding = '';

  /** @param pointer of the member that errors name */
  constructor(private readonly pointer: string) {}

  write(text: string): Buffer {
    const packed = text.replace(SPACE, '');
    const dataEnd = this.#padding === '' ? packed.search(/=|$/) : 0;
    const data = this.#rest + packed.slice(0, dataEnd);
    const padding = packed.slice(dataEnd);
    const foreign = FOREIGN.exec(data) ?? /[^=]/.exec(padding);
    if (foreign) throw this.refusal(explain(foreign[0]));
    this.#padding = (this.#padding + padding).slice(0, 3);
    const whole = data.length - (data.length % 4);
    this.#rest = data.slice(whole);
    return Buffer.from(data.slice(0, whole), 'base64');
  }

  end(): Buffer {
    const bytes = Buffer.from(this.#rest, 'base64');
    const padded = bytes.toString('base64');
    const given = this.#rest + this.#padding;
    if (given === padded || given === padded.replace(/=+$/, '')) return bytes;
    throw this.refusal('it ends within a byte, or with the wrong padding: was it cut off?');
  }

  private refusal(why: string): DomainError {
    return new DomainError('invalid', 'invalid_base64', `${this.pointer.slice(1)} is not base64: ${why}`, {
      errors: [{ pointer: this.pointer, message: 'must be standard base64' }],
    });
  }
}

function explain(character: string): string {
  if (character === ':') return 'send the content alone, without "data:" and a media type in front of it.';
  if (character === '-' || character === '_') return 'send the standard alphabet, with + and / for - and _.';
  if (character === '=' || /[\w+/]/.test(character)) return 'nothing may follow the padding.';
  return `it has the character ${JSON.stringify(character)}.`;
}
