import { DomainError } from '../kernel/domain-error.js';
import { SecretBox } from '../kernel/secret-box.js';
import type { AesSecretBox } from './aes-secret-box.js';
import type { InstanceSettings } from './instance-settings.js';
import type { TypeOrmUnitOfWork } from './typeorm-unit-of-work.js';

export const FINGERPRINT = 'secrets_key_fingerprint';
/** Another process may have the new one. */
const RETRY_AFTER_SECONDS = 1;

/** With the key of this process, as long as it is the one that the database remembers. */
export class InstalledSecretBox extends SecretBox {
  constructor(
    private readonly box: AesSecretBox,
    private readonly settings: InstanceSettings,
    private readonly unitOfWork: TypeOrmUnitOfWork,
  ) {
    super();
  }

  seal(plain: string): string {
    return this.box.seal(plain);
  }

  open(sealed: string): string {
    return this.box.open(sealed);
  }

  async confirm(): Promise<void> {
    // Whoever changes the key has it alone. A statement of its own: the next one must see what that has committed.
    await this.unitOfWork.manager.query(
      `SELECT pg_advisory_xact_lock_shared(hashtext('recordengine:secrets-key'))`,
    );
    if ((await this.settings.get(FINGERPRINT)) === this.box.fingerprint) return;
    throw new DomainError(
      'unavailable',
      'secrets_key_changed',
      'SECRETS_KEY was changed while this process ran with the old one, and nothing was done. Restart the process with the new one.',
      { retryAfterSeconds: RETRY_AFTER_SECONDS },
    );
  }
}
