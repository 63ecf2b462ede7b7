import type { ErrorClass } from '../application/webhook-sender.js';
import { AnswerMalformed } from './answer-reader.js';
import { ProxyFailure } from './egress-proxy.js';
import { ConnectionsEnded } from './http-connections.js';
import { AddressRefused } from './vetted-lookup.js';

interface SystemError extends Error {
  code?: string;
  syscall?: string;
  hostname?: string;
  address?: string;
  port?: number;
}

// OpenSSL's verification results, as Node names them (X509_V_ERR_…), besides those with CERT in their name.
const CERTIFICATE =
  /CERT|^CRL_|^UNABLE_TO_|^ERROR_IN_|^INVALID_(CA|PURPOSE)$|^PATH_LENGTH_EXCEEDED$|^HOSTNAME_MISMATCH$/;

/** What an error of the transport means, in words that a person who runs an endpoint understands. */
export function describeSendError(thrown: unknown): { errorClass: ErrorClass; words: string } {
  const error = thrown as SystemError & { errors?: SystemError[] };
  const cause = error.errors?.at(-1) ?? error; // there is one for each address that was tried
  const code = cause.code ?? '';
  const [errorClass, words] = classify(cause, code);
  return {
    errorClass,
    words: code === '' || errorClass === 'address_refused' ? words : `${words} (${code})`,
  };
}

function classify(error: SystemError, code: string): [ErrorClass, string] {
  if (error instanceof AddressRefused) return ['address_refused', refusedAddresses(error)];
  if (error instanceof ProxyFailure) return [error.receiverAway ? 'unreachable' : 'proxy', error.message];
  if (error instanceof AnswerMalformed) return ['http', error.message];
  if (error instanceof ConnectionsEnded) return ['aborted', 'given up because the service is stopping'];
  if (error.syscall === 'getaddrinfo') return ['dns', `the name ${error.hostname} could not be resolved`];
  switch (code) {
    case 'ECONNREFUSED':
      return ['refused', `nothing accepts connections at ${where(error)}`];
    case 'ETIMEDOUT':
      return ['timeout', 'no connection in time'];
    case 'CLOSED':
    case 'ECONNRESET':
    case 'ECONNABORTED':
    case 'EPIPE':
      return ['reset', 'the connection was closed before an answer came'];
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'EACCES':
    case 'EPERM':
    case 'EMFILE':
    case 'ENFILE':
    case 'ENOBUFS':
      return ['unreachable', `no connection can be made to ${where(error)}`];
  }
  if (CERTIFICATE.test(code)) return ['tls', `the certificate is not trusted: ${firstLine(error.message)}`];
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) {
    return ['tls', 'the secure connection could not be made'];
  }
  return ['internal', firstLine(error.message)];
}

function refusedAddresses({ hostname, addresses }: AddressRefused): string {
  const others = addresses.filter((address) => address !== hostname);
  const what = others.length === 0 ? hostname : `${hostname} is ${others.join(', ')}, which`;
  return `${what} is not a public address and not in WEBHOOK_ALLOWED_CIDRS`;
}

function where({ address, port }: SystemError): string {
  if (address === undefined) return 'the receiver';
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]!.slice(0, 200);
}
