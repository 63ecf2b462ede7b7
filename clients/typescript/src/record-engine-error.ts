import type { ProblemResponse } from './generated/types.gen.js';

/** The service refused. `code` is stable and made for programs; the message says what to do. */
export class RecordEngineError extends Error {
  /** Such as `document_not_found`; empty when the answer was not one of RecordEngine's, but a proxy's. */
  readonly code: string;
  /** Finds the request in the log of the service. */
  readonly requestId: string | null;
  /** After how many seconds to try again: with 429, 503 and some 409. */
  readonly retryAfterSeconds: number | null;

  constructor(
    readonly status: number,
    readonly problem: Partial<ProblemResponse>,
    headers: Headers,
  ) {
    super(
      `${[status, problem.code].filter(Boolean).join(' ')}: ${problem.detail ?? problem.title ?? 'not an answer of RecordEngine'}`,
    );
    this.name = 'RecordEngineError';
    this.code = problem.code ?? '';
    this.requestId = problem.request_id ?? headers.get('x-request-id');
    const wait = headers.get('retry-after');
    this.retryAfterSeconds = wait !== null && /^\d+$/.test(wait) ? Number(wait) : null;
  }
}
