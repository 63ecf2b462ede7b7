/** What kind of refusal it is. The HTTP filter turns each kind into one status; nothing else knows statuses. */
export type ErrorKind =
  | 'malformed' // cannot be read at all
  | 'out-of-range' // of a file
  | 'invalid' // well-formed, but refused
  | 'too-large'
  | 'unsupported' // a content type that is not taken here
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'gone'
  | 'conflict' // the state does not allow it
  | 'precondition' // the caller's version is not the current one
  | 'throttled'
  | 'unavailable'; // a dependency is away; the same request may succeed later

/** One refused member. `pointer` is a JSON pointer into the request body, or `/query/<name>`. */
export interface FieldError {
  pointer: string;
  message: string;
}

/**
 * A refusal that the caller can act on: `code` is stable and machine-readable, the message says what to do.
 * Everything else that is thrown is a defect and is answered with a bare 500.
 */
export class DomainError extends Error {
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    readonly detail: { errors?: FieldError[]; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.name = 'DomainError';
  }
}
