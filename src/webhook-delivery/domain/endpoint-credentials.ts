import { DomainError } from '../../shared/kernel/domain-error.js';
import type { EndpointAuth } from './endpoint-auth.js';
import { SECRET_MASK } from './secret-mask.js';

const MAX_HEADERS = 50;
const MAX_NAME = 128;
const MAX_VALUE = 8192;
// RFC 9110 5.6.2 and 5.5, without the bytes above ASCII that it calls obsolete.
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\x21-\x7e]([\t\x20-\x7e]*[\x21-\x7e])?$/;

// The message's own headers, and those that belong to one connection.
const RESERVED =
  /^(host|user-agent|connection|keep-alive|proxy-connection|transfer-encoding|te|trailer|upgrade|expect|(content-|webhook-|x-recordengine-).*)$/;

/** The auth and the headers of an endpoint, together: a name must not be sent twice. */
export function checkCredentials(auth: EndpointAuth, headers: Record<string, string>): void {
  const names = new Map<string, string>();
  if (auth.type === 'bearer') {
    checkValue('/auth/token', auth.token);
    names.set('authorization', 'the bearer token of auth');
  }
  if (auth.type === 'header') {
    checkName('/auth/name', auth.name);
    checkValue('/auth/value', auth.value);
    names.set(auth.name.toLowerCase(), 'auth');
  }
  const entries = Object.entries(headers);
  if (entries.length > MAX_HEADERS)
    throw refusal('headers_invalid', '/headers', `must be at most ${MAX_HEADERS}`);
  for (const [name, value] of entries) {
    const pointer = `/headers/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    checkName(pointer, name);
    checkValue(pointer, value);
    const taken = names.get(name.toLowerCase());
    if (taken !== undefined) throw refusal('header_conflict', pointer, `is already sent by ${taken}`);
    names.set(name.toLowerCase(), `the header ${name}`);
  }
}

function checkName(pointer: string, name: string): void {
  if (name.length > MAX_NAME || !TOKEN.test(name)) {
    throw refusal(
      'headers_invalid',
      pointer,
      `must have a header's name of 1 to ${MAX_NAME} characters: letters, digits and -_.`,
    );
  }
  if (RESERVED.test(name.toLowerCase())) {
    throw refusal('header_reserved', pointer, 'is reserved: the service sets this header itself');
  }
}

function checkValue(pointer: string, value: string): void {
  if (value === SECRET_MASK) {
    throw refusal(
      'headers_invalid',
      pointer,
      'is the mask that answers show, and nothing is stored that it could stand for',
    );
  }
  if (value.length > MAX_VALUE || !VALUE.test(value)) {
    throw refusal(
      'headers_invalid',
      pointer,
      `must have 1 to ${MAX_VALUE} ASCII characters, without line breaks or white space at the ends`,
    );
  }
}

function refusal(code: string, pointer: string, message: string): DomainError {
  return new DomainError('invalid', code, `${pointer} ${message}.`, { errors: [{ pointer, message }] });
}
