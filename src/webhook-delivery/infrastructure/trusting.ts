import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

/** Made once: reading the built-in certificates takes milliseconds. Undefined without more: Node's own is used. */
export function trusting(more: readonly string[]): SecureContext | undefined {
  return more.length > 0 ? createSecureContext({ ca: [...rootCertificates, ...more] }) : undefined;
}
