import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Config } from '../config/config.js';
import { allowFraming } from './allow-framing.js';
import { basePath } from './base-path.js';
import { html } from './html.js';
import { webFolder } from './web-folder.js';

/** Where web/index.html has it. */
const BASE = '<base href="/" />';

/** The page that the application in web/ starts from. It holds nothing of anybody: the application asks the API. */
@Injectable()
export class AppShell {
  #page: { text: string; tag: string } | undefined;

  constructor(private readonly config: Config) {}

  /** `mayBeFramed`: by the pages of FRAME_ANCESTORS. */
  send(response: Response, { mayBeFramed = false } = {}): void {
    const { text, tag } = (this.#page ??= this.read());
    response.setHeader('Content-Security-Policy', POLICY);
    if (mayBeFramed) allowFraming(response, this.config);
    response.setHeader('Cache-Control', 'private, no-cache');
    response.setHeader('ETag', tag);
    if (response.req.get('if-none-match') === tag) response.status(304).end();
    else response.type('html').send(text);
  }

  private read(): { text: string; tag: string } {
    const file = new URL('index.html', webFolder());
    const base = html`<base href="${basePath(this.config)}/" />`.toString();
    const { exportRequiresApproval } = this.config;
    const text = readFileSync(file, 'utf8')
      .replace(BASE, () => base)
      .replace('<html', `<html data-export-requires-approval="${exportRequiresApproval}"`);
    return { text, tag: `"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"` };
  }
}

/** Scripts and styles come from our files alone. Images that people uploaded are read by script, as blobs. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'", // pictures in PDFs (JPEG 2000, JBIG2) are unpacked by WebAssembly
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'self'",
].join('; ');
