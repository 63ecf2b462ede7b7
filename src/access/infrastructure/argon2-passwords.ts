import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { Passwords } from '../application/passwords.js';

/**
 * Argon2id with 19 MiB and two passes: some 20 ms of a core. https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Of the four threads that files and host names need, too; the others wait. */
const AT_ONCE = 2;
/** Without 0, 1, l and o. */
const ALPHABET = '23456789abcdefghijkmnpqrstuvwxyz';

@Injectable()
export class Argon2Passwords extends Passwords {
  #dummy: Promise<string> | undefined;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(normal(password), PARAMETERS));
  }

  async verify(known: string | null, password: string): Promise<boolean> {
    const isRight = await this.verifyAny(known ?? (await this.dummy()), password);
    return known !== null && isRight;
  }

  generate(): string {
    const characters = Array.from({ length: 25 }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
    return (characters.join('').match(/.{5}/g) ?? []).join('-');
  }

  private verifyAny(known: string, password: string): Promise<boolean> {
    return this.inTurn(() => verify(known, normal(password)));
  }

  private dummy(): Promise<string> {
    this.#dummy ??= this.hash(this.generate());
    return this.#dummy;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

/** Keyboards spell the same letters in different ways. */
function normal(password: string): string {
  return password.normalize('NFKC');
}
