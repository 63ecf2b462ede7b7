import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { SecretBox } from '../kernel/secret-box.js';

/** AES-256-GCM. A sealed text is `v1.<nonce>.<ciphertext>.<tag>`, each part base64url. */
export class AesSecretBox extends SecretBox {
  /** @param previous opens what `key` does not */
  constructor(
    private readonly key: Buffer,
    private readonly previous?: AesSecretBox,
  ) {
    super();
  }

  /** Tells keys apart without giving anything away. */
  get fingerprint(): string {
    return createHash('sha256')
      .update('recordengine secrets key\0')
      .update(this.key)
      .digest('hex')
      .slice(0, 16);
  }

  seal(plain: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce);
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return ['v1', ...[nonce, body, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
  }

  open(sealed: string): string {
    try {
      return this.#decrypt(sealed);
    } catch (error) {
      if (this.previous) return this.previous.open(sealed);
      throw error;
    }
  }

  /** A key alone knows of no other one. */
  confirm(): Promise<void> {
    return Promise.resolve();
  }

  /** The same text when it is sealed with this key already. */
  reseal(sealed: string): string {
    try {
      this.#decrypt(sealed);
      return sealed;
    } catch {
      return this.seal(this.open(sealed));
    }
  }

  #decrypt(sealed: string): string {
    const [version, nonce, body, tag] = sealed.split('.');
    if (version !== 'v1' || nonce === undefined || body === undefined || tag === undefined) {
      throw new Error('A sealed secret in the database has an unknown form');
    }
    const decipher = createDecipheriv('aes-256-gcm', this.key, Buffer.from(nonce, 'base64url'));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString(
      'utf8',
    );
  }
}
