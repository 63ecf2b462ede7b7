/** What has to come back, from the same browser, for an answer of the provider to be one to our question. */
export interface IdentityChecks {
  state: string;
  nonce: string;
  /** Of PKCE. */
  verifier: string;
}

export interface Identity {
  email: string | undefined;
  emailVerified: boolean;
  name: string | undefined;
}

/** Somebody else who knows people: an OpenID Connect provider. */
export abstract class IdentityProvider {
  abstract readonly isConfigured: boolean;
  /** @returns where to send the browser. @throws identity_provider_unavailable */
  abstract begin(): Promise<{ url: string; checks: IdentityChecks }>;
  /**
   * @param query of the address that the provider sent the browser back to, with `?`
   * @throws identity_refused, identity_provider_unavailable
   */
  abstract finish(query: string, checks: IdentityChecks): Promise<Identity>;
}
