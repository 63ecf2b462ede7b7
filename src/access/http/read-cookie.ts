import type { Request } from 'express';

/** Most of our cookies hold 32 random bytes in base64url; anything else under their name is not ours. */
const SECRET = /^[\w-]{43}$/;

export function readCookie(request: Request, name: string, form = SECRET): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value = ''] = pair.trim().split('=', 2);
    if (key === name && form.test(value)) return value;
  }
  return undefined;
}
