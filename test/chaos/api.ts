import { DescribedApi } from '../support/described-api.js';
import { TEST_TOKEN } from '../support/service.js';
import type { Dice } from './dice.js';

const PATIENCE_MS = 20_000;

export interface Answer<T> {
  status: number;
  body: T;
}

/** Nobody knows whether it was done. */
export const UNKNOWN = 'unknown';
/** It was not done. */
export const REFUSED = 'refused';

/** Requests to whichever process is there. What becomes of each is told apart as a careful client would. */
export class Api {
  /** Answers that the description does not know. */
  readonly complaints: string[] = [];

  constructor(
    private readonly urls: string[],
    private readonly dice: Dice,
  ) {}

  async send<T>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Answer<T> | typeof UNKNOWN | typeof REFUSED> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(this.dice.pick(this.urls) + path, {
        method,
        headers: { authorization: `Bearer ${TEST_TOKEN}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      text = await response.text();
    } catch (error) {
      return wasRefused(error) ? REFUSED : UNKNOWN;
    }
    this.judge(method, path, response, text);
    const parsed = text === '' ? undefined : (JSON.parse(text) as unknown);
    if (response.ok) return { status: response.status, body: parsed as T };
    const { code } = parsed as { code?: string };
    return code === 'outcome_unknown' || response.status === 500 ? UNKNOWN : REFUSED;
  }

  /** A read that must succeed within a while. */
  async read<T>(path: string): Promise<T> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.send<T>('GET', path);
      if (typeof answer === 'object') return answer.body;
      if (performance.now() > deadline) throw new Error(`GET ${path} is ${answer} for too long`);
    }
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
      this.complaints.push(`${method} ${path} answered ${status}: ${String(error)}`);
    }
  }
}

/** The connection was not made, so the request was not sent. */
function wasRefused(error: unknown): boolean {
  const cause = (error as { cause?: { code?: string } }).cause;
  return cause?.code === 'ECONNREFUSED';
}
