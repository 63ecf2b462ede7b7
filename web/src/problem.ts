import type { ProblemField, ProblemResponse } from '../../clients/typescript/src/generated/types.gen.js';

/** Why a request did not do what it should, in words for the person who asked. */
export class Problem extends Error {
  override name = 'Problem';

  constructor(
    message: string,
    /** 0: there was no answer. */
    readonly status: number,
    readonly code: string,
    readonly fields: readonly ProblemField[] = [],
    readonly requestId: string | null = null,
  ) {
    super(message);
  }

  /** @param writes whether something would have been changed */
  static unreachable(writes: boolean): Problem {
    return new Problem(
      writes
        ? 'The service cannot be reached, so it is not known whether this was done. Check your connection and reload the page before you try again.'
        : 'The service cannot be reached. Check your connection and try again.',
      0,
      'unreachable',
    );
  }

  /** What was thrown, in words: anything else than one of these is a defect of the page, and told to the console. */
  static from(thrown: unknown): Problem {
    if (thrown instanceof Problem) return thrown;
    console.error(thrown);
    return new Problem('Something on this page went wrong. Reload it.', 0, 'defect');
  }

  static of(status: number, body: Partial<ProblemResponse> | undefined, retryAfter: string | null): Problem {
    return new Problem(
      inWords(status, body?.detail, retryAfter),
      status,
      body?.code ?? 'unknown',
      body?.errors ?? [],
      body?.request_id ?? null,
    );
  }
}

function inWords(status: number, detail: string | undefined, retryAfter: string | null): string {
  if (status === 401) return 'You are signed out. Sign in again, then repeat what you did.';
  const seconds = Number(retryAfter);
  const later = seconds > 0 ? ` Try again in ${seconds} s.` : '';
  if (status === 429) return `That was too much at once.${later || ' Try again in a moment.'}`;
  if (status === 413 && detail === undefined) return 'That is too large.';
  if (status === 502 || status === 504) {
    return 'The server in front of RecordEngine gets no answer from it. Try again in a moment.';
  }
  if (detail === undefined) return `The service answered with the status ${status}.${later}`;
  return status === 503 && !/again/i.test(detail) ? detail + later : detail;
}
