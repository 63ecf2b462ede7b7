import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { Config } from '../../shared/config/config.js';
import { DomainError } from '../../shared/kernel/domain-error.js';

/**
 * Refuses what another site could have made the browser send.
 * https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 * @throws csrf_refused
 */
export function refuseForgery(
  request: Request,
  config: Config,
  tokens: { expected: string | undefined; given: string | null | undefined },
): void {
  if (!cameFromHere(request, config)) {
    throw new DomainError('forbidden', 'csrf_refused', 'This request was sent by another site.');
  }
  const expected = Buffer.from(tokens.expected ?? '');
  const given = Buffer.from(tokens.given ?? '');
  if (expected.length === 0 || expected.length !== given.length || !timingSafeEqual(expected, given)) {
    throw new DomainError(
      'forbidden',
      'csrf_refused',
      'The form is too old, or the browser does not keep cookies. Load the page again.',
    );
  }
}

/** By what the browser says, which scripts cannot change. Who is no browser says nothing and has the token to show. */
function cameFromHere(request: Request, config: Config): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = request.get('origin');
  if (origin === undefined || origin === new URL(config.publicBaseUrl).origin) return true;
  // Opened under another name of this host, such as 127.0.0.1 for localhost.
  return URL.canParse(origin) && new URL(origin).host === request.get('host');
}
