import type { Request } from 'express';

/** Most of our cookies hold 32 random bytes in base64url; anything else under their name is not ours. */
const SECRET = /^[\w-]{43}$/;

export function readCookie(request: Request, name: string, form = SECRET): string | undefined {
  return pairsOf(request).find(([key, value]) => key === name && form.test(value))?.[1];
}

/** In the order in which the browser sends them: of one path, the oldest first (RFC 6265, 5.4). */
export function cookieNames(request: Request, prefix: string): string[] {
  return pairsOf(request).flatMap(([key]) => (key.startsWith(prefix) ? [key] : []));
}

const pairsOf = (request: Request): [name: string, value: string][] =>
  (request.headers.cookie ?? '').split(';').map((pair) => {
    const [key = '', value = ''] = pair.trim().split('=', 2);
    return [key, value];
  });
