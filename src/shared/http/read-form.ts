import type { Request } from 'express';
import { DomainError } from '../kernel/domain-error.js';
import { contentType } from './content-type.js';
import { discardRest } from './discard-rest.js';

const MAX_BYTES = 64 * 1024;

const forms = new WeakMap<Request, Promise<URLSearchParams>>();

/** The fields of a small HTML form. Any other body has none; a second call gives the same. */
export function readForm(request: Request): Promise<URLSearchParams> {
  let form = forms.get(request);
  if (!form) {
    form = read(request);
    forms.set(request, form);
  }
  return form;
}

async function read(request: Request): Promise<URLSearchParams> {
  const type = contentType(request.headers['content-type'])?.essence;
  if (type !== 'application/x-www-form-urlencoded') return new URLSearchParams();
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BYTES) break;
      chunks.push(chunk);
    }
  } catch {
    throw new DomainError('malformed', 'body_incomplete', 'The connection was closed within the body.');
  }
  if (size > MAX_BYTES) {
    discardRest(request);
    throw new DomainError(
      'too-large',
      'body_too_large',
      `A form must not be larger than ${MAX_BYTES} bytes.`,
    );
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
