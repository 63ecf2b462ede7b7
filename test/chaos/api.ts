import { setTimeout as pause } from 'node:timers/promises';
import { DescribedApi } from '../support/described-api.js';
import { TEST_TOKEN } from '../support/service.js';
import type { Dice } from './dice.js';
import type { Span } from './history.js';

const PATIENCE_MS = 30_000;
const CERTAINTY_MS = 90_000;

/** What a careful client can tell about a request. */
export type Outcome<T> =
  | { kind: 'done'; status: number; body: T }
  /** It was not done. */
  | { kind: 'refused'; status: number | null; code: string | null }
  /** Nobody knows whether it was done. */
  | { kind: 'unknown' };

/** Requests to whichever process is there. */
export class Api {
  /** Answers that the description does not know. */
  readonly complaints: string[] = [];

  constructor(
    private readonly urls: string[],
    private readonly dice: Dice,
    /** What the processes have logged with these words. */
    private readonly logged: (words: string) => string,
  ) {}

  /** `body`: a text is sent as it is. */
  async send<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    patienceMs = PATIENCE_MS,
  ): Promise<Outcome<T>> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(this.dice.pick(this.urls) + path, {
        method,
        headers: { authorization: `Bearer ${TEST_TOKEN}`, 'content-type': 'application/json', ...headers },
        signal: AbortSignal.timeout(patienceMs),
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      text = await response.text();
    } catch (error) {
      return wasRefused(error) ? { kind: 'refused', status: null, code: null } : { kind: 'unknown' };
    }
    const { status } = response;
    this.judge(method, path, response, text);
    const parsed = text === '' ? undefined : (JSON.parse(text) as unknown);
    if (response.ok) return { kind: 'done', status, body: parsed as T };
    const { code = null } = parsed as { code?: string };
    return code === 'outcome_unknown' || status === 500
      ? { kind: 'unknown' }
      : { kind: 'refused', status, code };
  }

  /**
   * Repeats what can be repeated until it is done.
   * @returns the time of its effect; `wasLost` when an earlier try may have had an effect, too
   */
  async certainly<T>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ body: T; span: Span; lastTryAt: number; wasLost: boolean }> {
    const from = performance.now();
    let wasLost = false;
    for (;;) {
      const lastTryAt = performance.now();
      const outcome = await this.send<T>(method, path, body);
      const span = { from, to: performance.now() };
      if (outcome.kind === 'done') return { body: outcome.body, span, lastTryAt, wasLost };
      if (outcome.kind === 'unknown') wasLost = true;
      else if (outcome.status === 404 && method === 'DELETE' && wasLost)
        return { body: undefined as T, span, lastTryAt, wasLost };
      if (span.to - from > CERTAINTY_MS)
        throw new Error(
          `${method} ${path} could not be done in ${CERTAINTY_MS / 1000} s: ${JSON.stringify(outcome)}`,
        );
      await pause(200);
    }
  }

  async read<T>(path: string): Promise<T> {
    return (await this.certainly<T>('GET', path)).body;
  }

  /** All pages of a list. */
  async list<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    const glue = path.includes('?') ? '&' : '?';
    let cursor = '';
    do {
      const page = await this.read<{ items: T[]; next_cursor: string | null }>(
        `${path}${glue}limit=200${cursor && `&cursor=${cursor}`}`,
      );
      items.push(...page.items);
      cursor = page.next_cursor ?? '';
    } while (cursor);
    return items;
  }

  private judge(method: string, path: string, { status, headers }: Response, text: string): void {
    try {
      const { pathname } = new URL(path, 'http://localhost');
      DescribedApi.committed.check(method, pathname, { status, headers, text });
    } catch (error) {
      const logged = this.logged(headers.get('x-request-id') ?? '');
      this.complaints.push(`${method} ${path} answered ${status}: ${String(error)}\n${logged}`);
    }
  }
}

/** The connection was not made, so the request was not sent. */
function wasRefused(error: unknown): boolean {
  const cause = (error as { cause?: { code?: string } }).cause;
  return cause?.code === 'ECONNREFUSED';
}
