import { Injectable, Logger } from '@nestjs/common';
import * as client from 'openid-client';
import { Config } from '../../shared/config/config.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { IdentityProvider, type Identity, type IdentityChecks } from '../application/identity-provider.js';

const SECONDS = 10;

/** The authorization code flow with PKCE, state and nonce. What the provider is able to do is asked once. */
@Injectable()
export class OpenIdIdentityProvider extends IdentityProvider {
  readonly isConfigured: boolean;
  readonly #log = new Logger('Access');
  readonly #callback: string;
  #known: client.Configuration | undefined;

  constructor(private readonly config: Config) {
    super();
    this.isConfigured = config.oidc !== undefined;
    this.#callback = `${config.publicBaseUrl}/login/oidc/callback`;
  }

  async begin(): Promise<{ url: string; checks: IdentityChecks }> {
    const provider = await this.provider();
    const checks = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    const url = client.buildAuthorizationUrl(provider, {
      redirect_uri: this.#callback,
      scope: 'openid email profile',
      code_challenge: await client.calculatePKCECodeChallenge(checks.verifier),
      code_challenge_method: 'S256',
      state: checks.state,
      nonce: checks.nonce,
    });
    return { url: url.href, checks };
  }

  async finish(query: string, { state, nonce, verifier }: IdentityChecks): Promise<Identity> {
    const provider = await this.provider();
    try {
      const tokens = await client.authorizationCodeGrant(provider, new URL(`${this.#callback}${query}`), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new Error('The provider gave no ID token');
      // Many providers put what the scopes ask for there alone.
      const told =
        claims['email'] === undefined
          ? await client.fetchUserInfo(provider, tokens.access_token, claims.sub)
          : claims;
      const { email, email_verified, name } = told as Record<string, unknown>;
      return {
        email: typeof email === 'string' ? email : undefined,
        emailVerified: email_verified === true,
        name: typeof name === 'string' && name.trim() !== '' ? name.trim() : undefined,
      };
    } catch (error) {
      this.#log.warn({ err: error }, 'A sign-in by the identity provider came to nothing');
      if (isAway(error)) throw unavailable();
      throw new DomainError(
        'forbidden',
        'identity_refused',
        'The sign-in was broken off, took too long, or did not begin in this browser. Try again.',
      );
    }
  }

  private async provider(): Promise<client.Configuration> {
    if (this.#known) return this.#known;
    const { oidc } = this.config;
    if (!oidc) throw new DomainError('not-found', 'no_identity_provider', 'No identity provider is set.');
    try {
      const { issuer, clientId, clientSecret } = oidc;
      this.#known = await client.discovery(issuer, clientId, clientSecret, undefined, {
        timeout: SECONDS,
        ...(issuer.protocol === 'http:' && { execute: [client.allowInsecureRequests] }),
      });
      return this.#known;
    } catch (error) {
      this.#log.warn({ err: error }, 'The identity provider cannot be asked what it is able to do');
      throw unavailable();
    }
  }
}

/** Nothing that it answered: fetch has failed, or the time was over. */
function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return code === 'OAUTH_TIMEOUT' || error.message === 'fetch failed' || isAway(error.cause);
}

function unavailable(): DomainError {
  return new DomainError(
    'unavailable',
    'identity_provider_unavailable',
    'The identity provider cannot be reached. Try again later, or sign in with a password.',
    { retryAfterSeconds: 10 },
  );
}
