import { createHash } from 'node:crypto';
import { SetMetadata } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Holder } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import type { IdempotencyKeys, KeptAnswer, KeyClaim } from '../kernel/idempotency-keys.js';
import { JsonBody } from './json-body.js';

export const CLAIMS_KEY_ITSELF = 'recordengine:claims-idempotency-key';
const BODY_IS_VALUE = 'recordengine:body-is-the-value';
const SECRET_MEMBERS = 'recordengine:secret-members';
const MAX_KEY_LENGTH = 255;
/** The headers of an answer that mean the same when it is given again. */
const KEPT_HEADERS = ['content-type', 'location', 'etag', 'link'];

const requests = new WeakMap<Request, IdempotentRequest>();

/**
 * For a route that reads a body which is not JSON: it calls `claimIdempotencyKey` as soon as it knows what it got, and
 * before it changes anything.
 */
export const ClaimsIdempotencyKey = (): MethodDecorator => SetMetadata(CLAIMS_KEY_ITSELF, true);

/** For a route whose body is the value itself, to the byte: another order or spelling of it is another request. */
export const BodyIsTheValue = (): MethodDecorator => SetMetadata(BODY_IS_VALUE, true);

/** Members that are left out of the fingerprint: a plain hash of a password must not be in the database. */
export const SecretMembers = (...names: string[]): MethodDecorator => SetMetadata(SECRET_MEMBERS, names);

/**
 * Ends the handling of a request whose answer is known from before, by throwing that answer. Without an
 * Idempotency-Key nothing happens.
 * @param parts name and content of each part of the body, in any order
 * @throws idempotency_key_reused, idempotency_key_in_use
 */
export async function claimIdempotencyKey(
  request: Request,
  parts: readonly [name: string, content: string | Uint8Array][],
): Promise<void> {
  await requests.get(request)?.claim(parts);
}

/** Thrown where the work would begin: it was done before, and this was the answer. */
export class AnsweredBefore extends Error {
  constructor(readonly answer: KeptAnswer) {
    super('This request was answered before');
  }
}

/** One request with an Idempotency-Key, from its claim to its answer. */
export class IdempotentRequest {
  #claim: KeyClaim | undefined;

  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly holder: Holder,
    private readonly key: string,
    private readonly request: Request,
  ) {
    if (key === '' || key.length > MAX_KEY_LENGTH) {
      throw new DomainError(
        'invalid',
        'invalid_idempotency_key',
        `An Idempotency-Key has 1 to ${MAX_KEY_LENGTH} characters.`,
      );
    }
    requests.set(request, this);
  }

  async claim(parts: readonly [name: string, content: string | Uint8Array][]): Promise<void> {
    const claimed = await this.keys.claim(this.holder, this.key, fingerprint(this.request, parts));
    if ('status' in claimed) throw new AnsweredBefore(claimed);
    this.#claim = claimed;
  }

  /** To be called in the transaction of the change. `result` is what the handler gave, as text. */
  async complete(result: unknown, response: Response): Promise<void> {
    if (!this.#claim) return;
    const headers: Record<string, string> = {};
    for (const name of KEPT_HEADERS) {
      const value = response.getHeader(name);
      if (value !== undefined) headers[name] = String(value);
    }
    await this.keys.complete(this.#claim, { status: response.statusCode, headers, body: bodyOf(result) });
  }

  async release(): Promise<void> {
    if (this.#claim) await this.keys.release(this.#claim);
  }
}

/**
 * The members of a JSON object as they were written, in the order of their names; anything else as it is.
 * @param handler of the request
 */
export function jsonParts(
  request: Request,
  handler: () => unknown,
): [name: string, content: string | Uint8Array][] {
  const body = JsonBody.of(request);
  if (!body) return [];
  if (Reflect.getMetadata(BODY_IS_VALUE, handler) === true) return [['', body.bytes]];
  try {
    const secret = (Reflect.getMetadata(SECRET_MEMBERS, handler) as string[] | undefined) ?? [];
    return body.members.filter(({ key }) => !secret.includes(key)).map(({ key, text }) => [key, text]);
  } catch {
    return [['', body.bytes]]; // the handler refuses it, if it has to be an object
  }
}

/** Parts may come in any order; each is hashed for itself, so that no content can pass for a name. */
function fingerprint(request: Request, parts: readonly [string, string | Uint8Array][]): Buffer {
  const hashed = parts.map(([name, content]) => [name, sha256(content).toString('hex')]);
  hashed.sort(([one = ''], [other = '']) => (one < other ? -1 : Number(one > other)));
  return sha256(JSON.stringify([request.method, request.originalUrl, hashed]));
}

function sha256(content: string | Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}

function bodyOf(result: unknown): string | null {
  if (result === undefined || result === null) return null;
  if (typeof result === 'string') return result;
  throw new Error('Only an answer of text can be kept for an Idempotency-Key');
}
