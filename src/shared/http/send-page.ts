import type { Response } from 'express';
import type { Config } from '../config/config.js';
import { allowFraming } from './allow-framing.js';
import { layout, type PlainPage } from './layout.js';

/** No scripts at all; styles, the icon and the targets of forms are ours. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
].join('; ');

/** Answers with a plain page, and the status that is set. `framing`: it may be in frames of FRAME_ANCESTORS. */
export function sendPage(
  response: Response,
  page: PlainPage,
  framing?: Pick<Config, 'frameAncestors'>,
): void {
  response.setHeader('Content-Security-Policy', POLICY);
  if (framing) allowFraming(response, framing);
  response.type('html').send(layout(page));
}
