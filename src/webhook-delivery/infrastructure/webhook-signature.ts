import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';

/**
 * Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`, in base64, one for each key.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signWebhook(keys: KeyObject[], id: string, timestamp: number, body: string): string {
  const prefix = `${id}.${timestamp}.`;
  let header = '';
  for (const key of keys) {
    const signature = createHmac('sha256', key).update(prefix).update(body).digest('base64');
    header += `${header === '' ? '' : ' '}v1,${signature}`;
  }
  return header;
}

/** The key in `whsec_<base64>`. */
export function signingKey(secret: string): KeyObject {
  return createSecretKey(Buffer.from(secret.replace(/^whsec_/, ''), 'base64'));
}

/** 32 random bytes: the specification asks for 24 to 64. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}
