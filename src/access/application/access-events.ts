import type { AccessEvent } from '../domain/access-event.js';

/** Who came and went, and who changed what others may do. Nothing is ever changed in it, and no secret is in it. */
export abstract class AccessEvents {
  /** In the open transaction, if there is one: what did not happen is not told. */
  abstract append(event: AccessEvent): Promise<void>;

  /** Nobody came in. @param subject what is known of who tried, `detail` why not */
  loginFailed(subject: string, detail: string | null, address: string): Promise<void> {
    return this.append({ what: 'login_failed', actor: 'anonymous', subject, detail, address });
  }
}
