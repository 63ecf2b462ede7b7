/** Keeps secrets at rest. A sealed text can be opened only with the key of this installation. */
export abstract class SecretBox {
  abstract seal(plain: string): string;
  abstract open(sealed: string): string;
  /**
   * Before something is sealed for good, in its unit of work and before that locks rows: until it ends nobody changes
   * the key.
   * @throws secrets_key_changed when the installation has another key by now
   */
  abstract confirm(): Promise<void>;
}
