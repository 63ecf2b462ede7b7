import { DomainError } from '../../shared/kernel/domain-error.js';
import type { EndpointAuth } from './endpoint-auth.js';
import { checkCredentials } from './endpoint-credentials.js';
import { SECRET_MASK } from './secret-mask.js';
import type { WebhookEvent } from './webhook-events.js';

const MAX_URL = 2048;
const SPACE_OR_CONTROL = /[\s\p{Cc}\p{Surrogate}]/u;

/** What people decide about an endpoint. */
export interface EndpointSettings {
  url: string;
  events: WebhookEvent[];
  description: string | null;
  enabled: boolean;
  auth: EndpointAuth;
  headers: Record<string, string>;
  /** Requests at the same time, over all workers. */
  maxInFlight: number;
}

export interface EndpointSnapshot {
  settings: EndpointSettings;
  /** `whsec_…` */
  secret: string;
  previousSecret: { secret: string; expiresAt: Date } | null;
  updatedAt: Date;
}

/** A receiver of webhooks. */
export class Endpoint {
  #settings: EndpointSettings;
  #secret: string;
  #previousSecret: EndpointSnapshot['previousSecret'];
  #updatedAt: Date;

  private constructor(snapshot: EndpointSnapshot) {
    this.#settings = snapshot.settings;
    this.#secret = snapshot.secret;
    this.#previousSecret = snapshot.previousSecret;
    this.#updatedAt = snapshot.updatedAt;
  }

  static create(settings: EndpointSettings, secret: string, now: Date): Endpoint {
    return new Endpoint({ settings: checked(settings), secret, previousSecret: null, updatedAt: now });
  }

  static restore(snapshot: EndpointSnapshot): Endpoint {
    return new Endpoint(snapshot);
  }

  snapshot(): EndpointSnapshot {
    return {
      settings: this.#settings,
      secret: this.#secret,
      previousSecret: this.#previousSecret,
      updatedAt: this.#updatedAt,
    };
  }

  /**
   * Only the members that are named. A secret given as its mask stays what it is, so an answer can be sent back.
   * @returns those that are another now
   */
  change(changes: Partial<EndpointSettings>, now: Date): (keyof EndpointSettings)[] {
    const before = this.#settings;
    const { auth, headers } = before;
    this.#settings = checked({
      ...this.#settings,
      ...changes,
      auth: changes.auth ? unmaskedAuth(changes.auth, auth) : auth,
      headers: changes.headers ? unmaskedHeaders(changes.headers, headers) : headers,
    });
    this.#updatedAt = now;
    const names = Object.keys(before) as (keyof EndpointSettings)[];
    return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(this.#settings[name]));
  }

  /** The old secret goes on signing too for `overlapSeconds`; one older still stops at once. */
  rotateSecret(secret: string, overlapSeconds: number, now: Date): void {
    const expiresAt = new Date(now.getTime() + overlapSeconds * 1000);
    this.#previousSecret = overlapSeconds === 0 ? null : { secret: this.#secret, expiresAt };
    this.#secret = secret;
    this.#updatedAt = now;
  }
}

function checked(settings: EndpointSettings): EndpointSettings {
  checkUrl(settings.url);
  checkCredentials(settings.auth, settings.headers);
  return { ...settings, events: [...new Set(settings.events)] };
}

function checkUrl(text: string): void {
  const refuse = (message: string): DomainError =>
    new DomainError('invalid', 'endpoint_url_invalid', `The url ${message}.`, {
      errors: [{ pointer: '/url', message }],
    });
  if (text.length > MAX_URL) throw refuse(`must have at most ${MAX_URL} characters`);
  const url = URL.canParse(text) && !SPACE_OR_CONTROL.test(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw refuse('must be an absolute http or https address');
  }
  if (url.username !== '' || url.password !== '') {
    throw refuse('must not hold a user name or password; use auth or headers for credentials');
  }
}

function unmaskedAuth(given: EndpointAuth, current: EndpointAuth): EndpointAuth {
  if (given.type === 'bearer' && given.token === SECRET_MASK && current.type === 'bearer') return current;
  if (given.type === 'header' && given.value === SECRET_MASK && current.type === 'header') {
    return { ...given, value: current.value };
  }
  return given;
}

function unmaskedHeaders(
  given: Record<string, string>,
  current: Record<string, string>,
): Record<string, string> {
  const known = new Map(Object.entries(current).map(([name, value]) => [name.toLowerCase(), value]));
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      value === SECRET_MASK ? (known.get(name.toLowerCase()) ?? value) : value,
    ]),
  );
}
