import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { BrowserSession, type Visited } from './browser-session.js';

export const CLIENT = { id: 'recordengine', secret: 'a secret of the client' };

interface Person {
  email: string;
  email_verified: boolean;
  name?: string;
}

/** A real OpenID Connect provider, at which people log in by their id alone. */
export class IdentityProvider {
  readonly people = new Map<string, Person>();

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  static async start(redirectUri: string): Promise<IdentityProvider> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const started = new IdentityProvider(server, issuer);
    const provider = new Provider(issuer, {
      clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      cookies: { keys: ['of the tests'] },
      pkce: { required: () => true },
      ttl: { Interaction: 60, Grant: 60, Session: 60, AccessToken: 60, IdToken: 60 },
      findAccount: (_, accountId) => ({
        accountId,
        claims: async () => ({ sub: accountId, ...started.people.get(accountId) }),
      }),
      // Nobody is asked whether the service may know the e-mail.
      loadExistingGrant: async ({ oidc }) => {
        const { client, session, provider: issuing } = oidc;
        const grant = new issuing.Grant({
          ...(client && { clientId: client.clientId }),
          ...(session?.accountId !== undefined && { accountId: session.accountId }),
        });
        grant.addOIDCScope('openid email profile');
        await grant.save();
        return grant;
      },
    });
    const handle = provider.callback();
    server.on('request', (request, response) => void handle(request, response));
    return started;
  }

  /** Logs in here, as a browser does that was sent to `url`. @returns the address that it is sent back to */
  async logIn(url: string, id: string): Promise<string> {
    const browser = new BrowserSession(this.issuer);
    let visited: Visited = await browser.send(url);
    for (let step = 0; step < 10; step++) {
      const { location, text } = visited;
      if (location !== null && !new URL(location, this.issuer).href.startsWith(this.issuer)) return location;
      const action = /<form[^>]* action="([^"]+)"/.exec(text)?.[1];
      if (location !== null) visited = await browser.send(location);
      else if (action !== undefined) {
        visited = await browser.post(action, { prompt: 'login', login: id, password: 'any' });
      } else throw new Error(`The provider answered ${visited.status} ${text}`);
    }
    throw new Error('The provider sent the browser around in circles');
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}
