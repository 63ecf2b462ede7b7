/** Keeps secrets at rest. A sealed text can be opened only with the key of this installation. */
export abstract class SecretBox {
  abstract seal(plain: string): string;
  abstract open(sealed: string): string;
}
