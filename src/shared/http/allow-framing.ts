import type { Response } from 'express';
import type { Config } from '../config/config.js';

/**
 * Lets pages of FRAME_ANCESTORS show this answer in a frame, besides our own. X-Frame-Options knows no list, and would
 * win in browsers that are too old for the policy.
 */
export function allowFraming(response: Response, { frameAncestors }: Pick<Config, 'frameAncestors'>): void {
  if (frameAncestors.length === 0) return;
  const policy = String(response.getHeader('Content-Security-Policy') ?? '');
  response.setHeader(
    'Content-Security-Policy',
    policy.replace("frame-ancestors 'self'", (own) => [own, ...frameAncestors].join(' ')),
  );
  response.removeHeader('X-Frame-Options');
}
